"""Calculates a stored battle again, from what it was fought with."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.ports import FoughtBattle
from nazh.domain.dominion.combat.checking import differences, is_canonical, read_battle


@dataclass(frozen=True, slots=True)
class BattleCheck:
    """What the check of a battle came to. ``differing`` are the values that do not follow.

    ``is_committed`` says whether its secret belongs to the commitment that was published when the
    war was accepted, and ``is_canonical`` whether every byte of the record is as Nazh writes it.
    """

    differing: tuple[str, ...]
    is_committed: bool
    is_canonical: bool

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.differing and self.is_committed and self.is_canonical


def check_battle(fought: FoughtBattle) -> BattleCheck:
    """Return what is wrong with a battle. Raises UnreadableRecord if its record is broken."""
    battle, record = read_battle(fought.record)
    return BattleCheck(
        differing=differences(record, battle),
        is_committed=battle.commitment == fought.commitment,
        is_canonical=is_canonical(fought.record, battle),
    )
