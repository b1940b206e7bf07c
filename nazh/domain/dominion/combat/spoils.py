"""Calculates the loser's losses and the winner's gains in a battle (COM-09, COM-10)."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.rules.combat import CombatRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """What the loser owns at the time of the battle, and what reduces the winner's gains.

    ``captures`` counts the winner's captures of territory within ``war.captures``, and
    ``victories`` its victories over the same nation within ``war.victories``. ``is_inactive``
    refers to the loser.
    """

    resources: int
    territory: int
    captures: int = 0
    victories: int = 0
    is_inactive: bool = False


@dataclass(frozen=True, slots=True)
class Spoils:
    """What the loser loses, and how much of it the winner's side gains."""

    resources_lost: int
    plunder: int
    territory_lost: int
    captured: int


def calculate_spoils(stakes: Stakes, combat: CombatRules) -> Spoils:
    """Return the spoils. The vault and the least territory are never lost."""
    exposed = max(0, stakes.resources - combat.vault)
    land = stakes.territory
    territory_lost = min(share(land, combat.territory_lost), max(0, land - combat.least_territory))
    gains = combat.inactive_gains if stakes.is_inactive else WHOLE
    captured = 0
    if stakes.victories < combat.rewarded_victories:
        divisor = WHOLE * combat.capture_difficulty**stakes.captures
        captured = land * combat.capture * WHOLE**stakes.captures // divisor
    return Spoils(
        resources_lost=share(exposed, combat.resources_lost),
        plunder=share(share(exposed, combat.plunder), gains),
        territory_lost=territory_lost,
        captured=min(share(captured, gains), territory_lost),
    )
