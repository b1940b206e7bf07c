"""Every store keeps the sessions of gateway lines as the port says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessions
from nazh.adapters.outbound.sql.gateway_sessions import SqlGatewaySessions
from nazh.application.shared.gateway import GatewaySessions, KeptSession, Session, Shard
from tests import databases
from tests.doubles.clock import FrozenClock

BOT = 2**62 + 1
ZERO, ONE = Shard(BOT, 0, 2), Shard(BOT, 1, 2)
ALONE, ANOTHER_BOT = Shard(BOT, 0, 1), Shard(7, 0, 2)
FIRST, LATER = Session("abc", 5, "wss://one"), Session("abc", 2**40, "wss://one")
NEW = Session("def", 1, "wss://two")
NOW = FrozenClock().now()
MOMENT = timedelta(microseconds=1)


@pytest_asyncio.fixture(params=["memory", "sqlite", "postgresql"])
async def sessions(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[GatewaySessions]:
    if request.param == "memory":
        yield MemoryGatewaySessions()
        return
    made = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}[request.param]
    async with made(tmp_path) as address, databases.opened(address) as database:
        yield SqlGatewaySessions(database)


async def test_nothing_is_kept_of_a_shard_that_never_ran(sessions: GatewaySessions) -> None:
    assert await sessions.read([ZERO, ONE]) == {}
    assert await sessions.read([]) == {}


async def test_each_shard_of_each_division_has_a_session_of_its_own(
    sessions: GatewaySessions,
) -> None:
    await sessions.keep({ZERO: FIRST, ONE: NEW}, NOW, "host/1")
    await sessions.keep({ALONE: NEW, ANOTHER_BOT: LATER}, NOW + MOMENT, None)

    assert await sessions.read([ONE, ANOTHER_BOT, ZERO]) == {
        ZERO: KeptSession(FIRST, NOW, "host/1"),
        ONE: KeptSession(NEW, NOW, "host/1"),
        ANOTHER_BOT: KeptSession(LATER, NOW + MOMENT, None),
    }


async def test_the_latest_session_takes_the_place_of_the_one_before(
    sessions: GatewaySessions,
) -> None:
    await sessions.keep({ZERO: FIRST}, NOW, "host/1")
    await sessions.keep({ZERO: LATER, ONE: NEW}, NOW + MOMENT, None)

    assert await sessions.read([ZERO]) == {ZERO: KeptSession(LATER, NOW + MOMENT, None)}


@pytest.mark.parametrize("before", [None, "host/1"])
async def test_a_session_is_claimed_once(sessions: GatewaySessions, before: str | None) -> None:
    await sessions.keep({ZERO: FIRST}, NOW, before)
    kept = (await sessions.read([ZERO]))[ZERO]

    claims = [await sessions.claim(ZERO, kept, holder) for holder in ("host/2", "host/3")]

    assert claims == [True, False]
    assert (await sessions.read([ZERO]))[ZERO] == KeptSession(FIRST, NOW, "host/2")


async def test_what_has_moved_on_since_it_was_read_is_not_claimed(
    sessions: GatewaySessions,
) -> None:
    await sessions.keep({ZERO: FIRST}, NOW, "host/1")
    kept = (await sessions.read([ZERO]))[ZERO]
    await sessions.keep({ZERO: LATER}, NOW + MOMENT, "host/1")

    assert not await sessions.claim(ZERO, kept, "host/2")
    assert not await sessions.claim(ONE, kept, "host/2")
    assert (await sessions.read([ZERO]))[ZERO].holder == "host/1"
