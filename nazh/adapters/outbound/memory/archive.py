"""The archive in memory: what the ledgers remember, looked through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.application.dice.ports import Entry, RollRecord, Sought


class MemoryArchive:
    """Satisfies ``RollArchive`` over what ``MemoryLedgers`` keep."""

    __slots__ = ("_ledgers",)

    def __init__(self, ledgers: MemoryLedgers) -> None:
        self._ledgers = ledgers

    async def older(self, sought: Sought, than: int | None, most: int) -> tuple[Entry, ...]:
        """Return entries below a place, the latest first."""
        found = (entry for entry in self._latest(sought) if than is None or entry.place < than)
        return tuple(islice(found, most))

    async def newer(self, sought: Sought, than: int, most: int) -> tuple[Entry, ...]:
        """Return the next entries above a place, the latest first."""
        found = [entry for entry in self._latest(sought) if entry.place > than]
        return tuple(found[-most:] if most else ())

    async def entry(self, place: int) -> Entry | None:
        """Return what stands at a place."""
        everything = Sought(with_secret=True)
        return next((each for each in self._all(everything) if each.place == place), None)

    async def prune(self, before: datetime, most: int) -> int:
        """Forget rolls that fell before an instant."""
        gone = (record.id for record in self._ledgers.records if record.at < before)
        count = self._ledgers.forget(tuple(islice(gone, most)))
        if count < most:
            self._ledgers.fair.forget(before)
        return count

    def _latest(self, sought: Sought) -> Iterator[Entry]:
        """Yield the last state of each story, the latest first."""
        told = set[str]()
        for entry in self._all(Sought(with_secret=sought.with_secret)):
            story = entry.record.story or entry.record.id
            if story not in told:
                told.add(story)
                if _fits(entry.record, sought):
                    yield entry

    def _all(self, sought: Sought) -> Iterator[Entry]:
        for record in tuple(self._ledgers.records)[::-1]:
            if _fits(record, sought):
                yield Entry(self._ledgers.place_of(record.id), record)


def _fits(record: RollRecord, sought: Sought) -> bool:
    return (
        sought.by in (None, record.by)
        and sought.where in (None, record.where)
        and sought.server in (None, record.server)
        and (sought.since is None or record.at >= sought.since)
        and (sought.with_secret or not record.is_secret)
        and sought.text.casefold() in record.text.casefold()
    )
