"""Tests the contract of ``OpenSessionOf`` (nazh.application.dice.ports.fair)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from nazh.adapters.outbound.memory.dice.fair_sessions import MemoryFairSessionStore
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.close_fair import CloseFair
from nazh.application.dice.fair.open_fair import FairRequest, OpenFair
from nazh.application.dice.ports import FairSessionStore, OpenRolls, OpenSessionOf
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock

KEEP, INN = GuildId(2**62), GuildId(2)
SECONDS = 10
"""More than the time until another process's change is visible."""


@dataclass(frozen=True, slots=True)
class Here:
    """The adapter under test, its session store, and a clock."""

    open_session_of: OpenSessionOf
    open_ledger: OpenRolls
    book: FairSessionStore
    clock: FrozenClock

    async def open_elsewhere(self) -> None:
        """Open a session as another process."""
        known = CachedSessions(self.book, self.clock)
        open_fair = OpenFair(SeededRng(1), self.open_ledger, self.book, known, self.clock)
        await open_fair(FairRequest(RequestId("open"), KEEP, UserId(1), is_manager=True))

    async def close_elsewhere(self) -> None:
        """Close it as another process."""
        known = CachedSessions(self.book, self.clock)
        close_fair = CloseFair(self.open_ledger, self.book, known, self.clock)
        await close_fair(FairRequest(RequestId("close"), KEEP, UserId(1), is_manager=True))


@pytest.fixture
def here(database: Database | None) -> Here:
    open_ledger: OpenRolls
    book: FairSessionStore
    if database is None:
        open_ledger = ledgers = MemoryRollStore()
        book = ledgers.fair
    else:
        open_ledger, book = SqlRollStore(database), SqlFairSessionStore(database)
    clock = FrozenClock()
    return Here(CachedSessions(book, clock), open_ledger, book, clock)


async def test_no_session_is_open_where_none_was_opened(here: Here) -> None:
    assert not await here.open_session_of(KEEP)


async def test_a_session_is_open_on_its_own_server_only(here: Here) -> None:
    await here.open_elsewhere()

    assert await here.open_session_of(KEEP)
    assert not await here.open_session_of(INN)


async def test_another_processs_open_is_seen_within_seconds(here: Here) -> None:
    before = await here.open_session_of(KEEP)
    await here.open_elsewhere()
    here.clock.advance(SECONDS)

    assert (before, await here.open_session_of(KEEP)) == (False, True)


async def test_another_processs_close_is_seen_within_seconds(here: Here) -> None:
    await here.open_elsewhere()
    before = await here.open_session_of(KEEP)
    await here.close_elsewhere()
    here.clock.advance(SECONDS)

    assert (before, await here.open_session_of(KEEP)) == (True, False)


async def test_an_unreachable_store_is_reported() -> None:
    class Away(MemoryFairSessionStore):
        async def open_guilds(self) -> frozenset[GuildId]:
            raise Unavailable("the database")

    open_session_of: OpenSessionOf = CachedSessions(Away(), FrozenClock())

    with pytest.raises(Unavailable):
        await open_session_of(KEEP)
