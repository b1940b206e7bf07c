"""Exports all dice data of one user."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from nazh.application.dice.history.read_archive import iterate_entries
from nazh.application.dice.ports import ArchiveEntry, RollArchive, RollQuery, SavedRollStore
from nazh.application.dice.ports.privacy import ParticipantNumber, UserRecords
from nazh.application.dice.ports.statistics import CountsSince, PlayerSubject, RollCounters
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, SavedCollection, user_owner
from nazh.domain.kernel.identity import UserId

_NO_COUNTS: Final = CountsSince({}, None)


@dataclass(frozen=True, slots=True)
class DiceExport:
    """A user's dice data, or only the rolls, which are read lazily during iteration."""

    rolls: AsyncIterator[ArchiveEntry]
    saved: SavedCollection = EMPTY_COLLECTION
    numbers: tuple[ParticipantNumber, ...] = ()
    counts: CountsSince = _NO_COUNTS


@dataclass(frozen=True, slots=True)
class ExportDice:
    """Reads the dice data of a user. An export of rolls can be resumed after any roll."""

    archive: RollArchive
    counters: RollCounters
    saved_rolls: SavedRollStore
    records: UserRecords

    async def __call__(self, of: UserId, older_than: int | None = None) -> DiceExport:
        """Return everything, or only rolls older than ``older_than``, latest first.

        Reading raises ``Unavailable``.
        """
        query = RollQuery(by=of, with_secret=True)
        rolls = iterate_entries(self.archive, query, sys.maxsize, older_than)
        if older_than is not None:
            return DiceExport(rolls)
        owner = user_owner(of)
        return DiceExport(
            rolls,
            (await self.saved_rolls.read([owner]))[owner],
            await self.records.numbers(of),
            await self.counters.read(PlayerSubject(of)),
        )
