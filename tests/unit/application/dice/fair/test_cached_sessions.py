"""Tests that open sessions are read at once for all guilds, and again after a change."""

from __future__ import annotations

from nazh.adapters.outbound.memory.dice.fair_sessions import MemoryFairSessionStore
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock

KEEP, INN = GuildId(1), GuildId(2)


class CountedSessions(MemoryFairSessionStore):
    """Counts how often the open sessions are read."""

    def __init__(self, *guilds: GuildId) -> None:
        super().__init__()
        self.guilds = frozenset(guilds)
        self.reads = 0

    async def open_guilds(self) -> frozenset[GuildId]:
        self.reads += 1
        return self.guilds


async def test_one_read_serves_all_guilds() -> None:
    store = CountedSessions(KEEP)
    cached = CachedSessions(store, FrozenClock())

    assert [await cached(guild) for guild in (KEEP, INN, KEEP)] == [True, False, True]
    assert store.reads == 1


async def test_a_change_in_this_process_is_seen_immediately() -> None:
    store = CountedSessions()
    cached = CachedSessions(store, FrozenClock())
    await cached(KEEP)
    store.guilds = frozenset({KEEP})

    cached.forget()

    assert await cached(KEEP)
