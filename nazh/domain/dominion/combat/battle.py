"""Calculates the result of a battle, in whole numbers (COM-01 to COM-07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt
from typing import Final, NamedTuple

from nazh.domain.dominion.basis_points import WHOLE, apportion, share
from nazh.domain.dominion.combat.battle_rules import BattleRules
from nazh.domain.dominion.combat.draws import Draw
from nazh.domain.dominion.combat.sides import (
    Modifiers,
    Role,
    Side,
    Stance,
    base_strength,
    modifiers_of,
)
from nazh.domain.dominion.nations.units import Units, UnitType
from nazh.domain.dominion.rules.combat import CombatRules

Losses = Mapping[UnitType, int]
_TYPES: Final = tuple(UnitType)


@dataclass(frozen=True, slots=True)
class SideResult:
    """The result of one side. ``variance`` and ``casualty_rate`` are in basis points.

    ``final`` is the deciding strength times 100,000,000. ``supporters`` are the losses of each
    supporter, in the order of the side.
    """

    base: int
    modifiers: Modifiers
    variance: int
    final: int
    casualty_rate: int
    losses: Losses
    supporters: tuple[Losses, ...]


@dataclass(frozen=True, slots=True)
class BattleResult:
    """The result of a battle."""

    aggressor: SideResult
    defender: SideResult
    winner: Role


def calculate_battle(
    aggressor: Side, defender: Side, draw: Draw, rules: BattleRules
) -> BattleResult:
    """Return the result; the same arguments give the same result on every machine."""
    attacking = _force_of(aggressor, Role.AGGRESSOR, draw.aggressor, rules)
    defending = _force_of(defender, Role.DEFENDER, draw.defender, rules)
    winner, combat = determine_winner(attacking.final, defending.final), rules.combat
    attack_rate = defence_rate = combat.loser_casualties
    if winner is Role.AGGRESSOR:
        attack_rate = winner_casualties(attacking.final, defending.final, combat)
    else:
        defence_rate = winner_casualties(defending.final, attacking.final, combat)
    return BattleResult(
        aggressor=_side_result(aggressor, attacking, attack_rate, combat),
        defender=_side_result(defender, defending, defence_rate, combat),
        winner=winner,
    )


def determine_winner(aggressor: int, defender: int) -> Role:
    """Return the stronger side; the defender, if both are equally strong."""
    return Role.AGGRESSOR if aggressor > defender else Role.DEFENDER


def winner_casualties(winner: int, loser: int, combat: CombatRules) -> int:
    """Return the share of its units that the winner loses, in basis points (COM-07).

    It is ``most_winner_casualties * (loser / winner) ** 1.5``, rounded down and clamped.
    """
    most = combat.most_winner_casualties
    if winner == 0:
        return most
    rate = isqrt(most**2 * loser**3 // winner**3)
    return min(max(rate, combat.least_winner_casualties), most)


def calculate_casualties(units: Mapping[UnitType, Units], rate: int) -> dict[UnitType, int]:
    """Return how many units of each type are lost at a rate in basis points (COM-06).

    The sum is that share of all units, rounded down; the largest remainders get what is missing.
    """
    return _casualties(units, WHOLE, rate)


def _casualties(units: Mapping[UnitType, Units], part: int, rate: int) -> dict[UnitType, int]:
    """Return how many units are lost of the ``part`` of each type that fights, rounded down."""
    quantities = {unit: share(units[unit].quantity, part) for unit in _TYPES if unit in units}
    return apportion(quantities, min(rate, WHOLE), WHOLE)


class _Force(NamedTuple):
    """The strength of a side."""

    base: int
    modifiers: Modifiers
    variance: int
    final: int


def _force_of(side: Side, role: Role, variance: int, rules: BattleRules) -> _Force:
    base = base_strength(side, rules)
    modifiers = modifiers_of(side, role, rules)
    final = base * (WHOLE + modifiers.total) * (WHOLE + variance)
    return _Force(base, modifiers, variance, final)


def _side_result(side: Side, force: _Force, rate: int, combat: CombatRules) -> SideResult:
    rate = share(rate, _stance_casualties(side.stance, combat))
    return SideResult(
        base=force.base,
        modifiers=force.modifiers,
        variance=force.variance,
        final=force.final,
        casualty_rate=rate,
        losses=calculate_casualties(side.units, rate),
        supporters=tuple(
            [
                _casualties(supporter.units, supporter.part(combat), rate)
                for supporter in side.supporters
            ]
        ),
    )


def _stance_casualties(stance: Stance, combat: CombatRules) -> int:
    match stance:
        case Stance.AGGRESSIVE:
            return combat.aggressive_casualties
        case Stance.BALANCED:
            return WHOLE
        case Stance.DEFENSIVE:
            return combat.defensive_casualties
