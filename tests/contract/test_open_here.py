"""What everything that knows open sessions promises (nazh.application.dice.ports.fair)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.entropy.seeded_rng import SeededRng
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.fair import MemoryFair
from nazh.adapters.outbound.sql.dice.fair import SqlFairBook
from nazh.adapters.outbound.sql.dice.ledger import SqlLedgers
from nazh.application.dice.close_fair import CloseFair
from nazh.application.dice.known_sessions import KnownSessions
from nazh.application.dice.open_fair import FairRequest, OpenFair
from nazh.application.dice.ports import FairBook, OpenHere, OpenLedger
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from tests import databases
from tests.doubles.clock import FrozenClock

KEEP, INN = ServerId(2**62), ServerId(2)
SECONDS = 10
"""More than may pass until what another process has done is seen."""


@dataclass(frozen=True, slots=True)
class Here:
    """What is asked for, where sessions are kept, and the time that goes by."""

    open_here: OpenHere
    open_ledger: OpenLedger
    book: FairBook
    clock: FrozenClock

    async def open_elsewhere(self) -> None:
        """Open a session at the keep as another process does."""
        known = KnownSessions(self.book, self.clock)
        open_fair = OpenFair(SeededRng(1), self.open_ledger, self.book, known, self.clock)
        await open_fair(FairRequest(RequestId("open"), KEEP, PlayerId(1), is_manager=True))

    async def close_elsewhere(self) -> None:
        """Close it as another process does."""
        known = KnownSessions(self.book, self.clock)
        close_fair = CloseFair(self.open_ledger, self.book, known, self.clock)
        await close_fair(FairRequest(RequestId("close"), KEEP, PlayerId(1), is_manager=True))


def known(open_ledger: OpenLedger, book: FairBook) -> Here:
    clock = FrozenClock()
    return Here(KnownSessions(book, clock), open_ledger, book, clock)


@asynccontextmanager
async def known_in_memory(folder: Path) -> AsyncIterator[Here]:
    ledgers = MemoryLedgers()
    yield known(ledgers, ledgers.fair)


@asynccontextmanager
async def known_in_sqlite(folder: Path) -> AsyncIterator[Here]:
    async with databases.sqlite(folder) as address, databases.opened(address) as database:
        yield known(SqlLedgers(database), SqlFairBook(database))


@asynccontextmanager
async def known_in_postgresql(folder: Path) -> AsyncIterator[Here]:
    async with databases.postgresql(folder) as address, databases.opened(address) as database:
        yield known(SqlLedgers(database), SqlFairBook(database))


@pytest_asyncio.fixture(params=[known_in_memory, known_in_sqlite, known_in_postgresql])
async def here(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Here]:
    async with request.param(tmp_path) as opened:
        yield opened


async def test_no_session_is_open_where_none_was_opened(here: Here) -> None:
    assert not await here.open_here(KEEP)


async def test_a_session_is_open_on_its_own_server_only(here: Here) -> None:
    await here.open_elsewhere()

    assert await here.open_here(KEEP)
    assert not await here.open_here(INN)


async def test_what_another_process_opens_is_seen_within_seconds(here: Here) -> None:
    before = await here.open_here(KEEP)
    await here.open_elsewhere()
    here.clock.pass_by(SECONDS)

    assert (before, await here.open_here(KEEP)) == (False, True)


async def test_what_another_process_closes_is_seen_within_seconds(here: Here) -> None:
    await here.open_elsewhere()
    before = await here.open_here(KEEP)
    await here.close_elsewhere()
    here.clock.pass_by(SECONDS)

    assert (before, await here.open_here(KEEP)) == (True, False)


async def test_a_store_that_is_away_is_told_of() -> None:
    class Away(MemoryFair):
        async def open_on(self) -> frozenset[ServerId]:
            raise Unavailable("the database")

    open_here: OpenHere = KnownSessions(Away(), FrozenClock())

    with pytest.raises(Unavailable):
        await open_here(KEEP)
