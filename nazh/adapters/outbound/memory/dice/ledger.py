"""Stores rolls in memory, and evicts the oldest first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from types import TracebackType
from typing import Final, Self

from nazh.adapters.outbound.memory.dice.fair_sessions import (
    MemoryFairChainWriter,
    MemoryFairSessionStore,
)
from nazh.adapters.outbound.memory.dice.roll_counters import MemoryRollCounters
from nazh.application.dice.ports import AlreadyRecorded
from nazh.application.shared.keyed_lock import KeyedLock
from nazh.domain.dice import Roll
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

MAX_RECORDS: Final = 2_000
"""The longest notations take 25 KB each, so this many take about 50 MB."""


class MemoryRollStore:
    """Opens ledgers over a shared memory of at most ``limit`` rolls. For one event loop."""

    __slots__ = ("_last_place", "_limit", "_places", "_records", "counters", "fair", "lock")

    def __init__(self, limit: int = MAX_RECORDS) -> None:
        if limit < 1:
            raise ValueError("a ledger keeps at least one record")
        self._limit = limit
        # An OrderedDict, because a plain dict would iterate over all deleted entries to find the
        # first.
        self._records: OrderedDict[RequestId, RollRecord] = OrderedDict()
        self._places: dict[RequestId, int] = {}
        self._last_place = 0
        self.fair = MemoryFairSessionStore()
        self.counters = MemoryRollCounters()
        self.lock = KeyedLock()

    def __call__(self, about: RequestId, fair_guild: GuildId | None = None) -> MemoryRollLedger:
        """Return a ledger for one request; ledgers for the same request are serialized."""
        return MemoryRollLedger(self, about, fair_guild)

    def find(self, request_id: RequestId) -> RollRecord | None:
        """Return the recorded roll, if there is one."""
        return self._records.get(request_id)

    def recent(self, by: UserId, limit: int) -> tuple[RollRecord, ...]:
        """Return the last rolls of a player, the latest first."""
        own = (record for record in reversed(self._records.values()) if record.by == by)
        return tuple(islice(own, limit))

    @property
    def records(self) -> Iterable[RollRecord]:
        """All recorded rolls, the oldest first."""
        return self._records.values()

    def forget(self, request_ids: Collection[RequestId]) -> int:
        """Delete recorded rolls; return how many."""
        for request_id in request_ids:
            del self._records[request_id], self._places[request_id]
        return len(request_ids)

    def keep(self, record: RollRecord, rolls: Sequence[Roll]) -> None:
        """Record a roll, count it, and evict the oldest beyond the limit."""
        self.counters.add(record, rolls, self._states(record.root_id))
        self._records[record.id] = record
        self._last_place = self._places[record.id] = self._last_place + 1
        if len(self._records) > self._limit:
            self.forget((next(iter(self._records)),))

    def _states(self, root_id: RequestId | None) -> tuple[RollRecord, ...]:
        if root_id is None:
            return ()
        return tuple(
            record for record in self._records.values() if root_id in (record.id, record.root_id)
        )

    def sequence_of(self, request_id: RequestId) -> int:
        """Return the sequence number of a recorded roll."""
        return self._places[request_id]


class MemoryRollLedger:
    """One transaction, to be entered once. It is its own history."""

    __slots__ = ("_about", "_appended", "_fair", "_rolls", "_store")

    def __init__(
        self, store: MemoryRollStore, about: RequestId, fair_guild: GuildId | None
    ) -> None:
        self._store = store
        self._about = about
        self._appended: dict[RequestId, RollRecord] = {}
        self._rolls: list[tuple[Roll, ...]] = []
        self._fair = None if fair_guild is None else MemoryFairChainWriter(store.fair, fair_guild)

    async def __aenter__(self) -> Self:
        if self._fair is not None:
            await self._fair.enter()
        try:
            await self._store.lock.acquire(self._about)
        except BaseException:
            self._leave_session()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear()
        self._store.lock.release(self._about)
        self._leave_session()

    @property
    def history(self) -> MemoryRollLedger:
        """The rolls as this transaction sees them."""
        return self

    @property
    def fair(self) -> MemoryFairChainWriter:
        """The fair session as this transaction sees it."""
        if self._fair is None:
            raise ValueError("this ledger was opened without a session")
        return self._fair

    async def append(self, record: RollRecord, rolls: tuple[Roll, ...] | None = None) -> None:
        """Record ``record`` when the ledger commits."""
        if await self.find(record.id) is not None:
            raise AlreadyRecorded(record.id)
        self._appended[record.id] = record
        self._rolls.append(record.rolls if rolls is None else rolls)

    async def find(self, request_id: RequestId) -> RollRecord | None:
        """Return the record, appended here or committed before."""
        return self._appended.get(request_id) or self._store.find(request_id)

    async def recent(self, by: UserId, limit: int) -> tuple[RollRecord, ...]:
        """Return the last rolls of ``by``, the latest first."""
        return self._store.recent(by, limit)

    async def commit(self) -> None:
        """Commit what was appended."""
        if self._fair is not None:
            self._fair.keep()
        for record, rolls in zip(self._appended.values(), self._rolls, strict=True):
            self._store.keep(record, rolls)
        self._clear()

    def _leave_session(self) -> None:
        if self._fair is not None:
            self._fair.leave()

    def _clear(self) -> None:
        self._appended.clear()
        self._rolls.clear()


class NoSavedNames:
    """Satisfies ``SavedNames`` where no names can be saved."""

    __slots__ = ()

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> Mapping[str, str]:
        """Return nothing, as every name is unknown."""
        return {}

    async def names(self, by: UserId, guild: GuildId | None = None) -> Collection[str]:
        """Return no names."""
        return ()

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        """Return ``None``."""
        return None
