"""Checks a stored battle by recalculating it from its inputs."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.ports import FoughtBattle
from nazh.domain.dominion.combat.checking import differences, is_canonical, read_battle


@dataclass(frozen=True, slots=True)
class BattleCheck:
    """The result of checking a battle. ``differing`` are the values that do not match.

    ``is_committed`` says whether its secret matches the commitment published when the war was
    accepted, and ``is_canonical`` whether every byte of the record is as Nazh writes it.
    """

    differing: tuple[str, ...]
    is_committed: bool
    is_canonical: bool

    @property
    def is_right(self) -> bool:
        """Whether all checks passed."""
        return not self.differing and self.is_committed and self.is_canonical


def check_battle(fought: FoughtBattle) -> BattleCheck:
    """Return the result of the check. Raises UnreadableRecord if the record is invalid."""
    battle, record = read_battle(fought.record)
    return BattleCheck(
        differing=differences(record, battle),
        is_committed=battle.commitment == fought.commitment,
        is_canonical=is_canonical(fought.record, battle),
    )
