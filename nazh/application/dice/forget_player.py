"""ForgetPlayer: everything that is kept of one player goes, at that player's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dice.ports import PlayerRecords, SavedShelves
from nazh.application.dice.saved_places import change_shelf
from nazh.domain.dice.shelves import EMPTY, shelf_of_player
from nazh.domain.kernel.identity import PlayerId

AT_ONCE: Final = 1_000
"""Rolls in one transaction, so that nobody who rolls meanwhile waits for long."""


@dataclass(frozen=True, slots=True)
class ForgetPlayer:
    """Forget rolls, saved rolls and characters, and let by nobody what others need.

    Which settings of a server were changed, what everybody rolled there together, and the chains
    of fair sessions stay.
    """

    records: PlayerRecords
    shelves: SavedShelves

    async def __call__(self, player: PlayerId) -> None:
        """Forget everything. May be called twice.

        Raises ``Unavailable``, with what was done done.
        """
        await change_shelf(self.shelves, shelf_of_player(player), lambda _: EMPTY)
        await self.records.forget_changes(player)
        await self.records.forget_numbers(player)
        while await self.records.forget_rolls(player, AT_ONCE) == AT_ONCE:
            pass
        # Last: what is picked in a roll adds to the counts for as long as the roll is on record.
        await self.records.forget_counts(player)
