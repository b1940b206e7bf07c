"""Searches the rolls in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.ports import ArchiveEntry, RollQuery
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.search_form import search_form


class MemoryRollArchive:
    """Satisfies ``RollArchive`` over a ``MemoryRollStore``."""

    __slots__ = ("_store",)

    def __init__(self, store: MemoryRollStore) -> None:
        self._store = store

    async def older(
        self, query: RollQuery, sequence: int | None, limit: int
    ) -> tuple[ArchiveEntry, ...]:
        """Return entries below ``sequence``, the latest first."""
        entries = (
            entry for entry in self._latest(query) if sequence is None or entry.sequence < sequence
        )
        return tuple(islice(entries, limit))

    async def newer(self, query: RollQuery, sequence: int, limit: int) -> tuple[ArchiveEntry, ...]:
        """Return the next entries above ``sequence``, the latest first."""
        entries = [entry for entry in self._latest(query) if entry.sequence > sequence]
        return tuple(entries[-limit:] if limit else ())

    async def entry(self, sequence: int) -> ArchiveEntry | None:
        """Return one entry."""
        everything = RollQuery(with_secret=True)
        return next((each for each in self._all(everything) if each.sequence == sequence), None)

    async def prune(self, before: datetime, limit: int) -> int:
        """Delete rolls made before an instant."""
        expired = (record.id for record in self._store.records if record.at < before)
        count = self._store.forget(tuple(islice(expired, limit)))
        if count < limit:
            self._store.fair.forget(before)
        return count

    def _latest(self, query: RollQuery) -> Iterator[ArchiveEntry]:
        """Yield the last state of each roll, the latest first."""
        seen = set[str]()
        for entry in self._all(RollQuery(with_secret=query.with_secret)):
            root_id = entry.record.root_id or entry.record.id
            if root_id not in seen:
                seen.add(root_id)
                if _fits(entry.record, query):
                    yield entry

    def _all(self, query: RollQuery) -> Iterator[ArchiveEntry]:
        for record in tuple(self._store.records)[::-1]:
            if _fits(record, query):
                yield ArchiveEntry(self._store.sequence_of(record.id), record)


def _fits(record: RollRecord, query: RollQuery) -> bool:
    return (
        query.by in (None, record.by)
        and query.channel in (None, record.channel)
        and query.guild in (None, record.guild)
        and (query.since is None or record.at >= query.since)
        and (query.with_secret or not record.is_secret)
        and search_form(query.text) in search_form(record.text)
    )
