"""Tests the contract of gateway session stores."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessionStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.platform.gateway_sessions import SqlGatewaySessionStore
from nazh.application.shared.gateway_sessions import (
    GatewaySessionStore,
    Session,
    Shard,
    StoredSession,
)
from tests.doubles.clock import FrozenClock

BOT = 2**62 + 1
ZERO, ONE = Shard(BOT, 0, 2), Shard(BOT, 1, 2)
ALONE, ANOTHER_BOT = Shard(BOT, 0, 1), Shard(7, 0, 2)
FIRST, LATER = Session("abc", 5, "wss://one"), Session("abc", 2**40, "wss://one")
NEW = Session("def", 1, "wss://two")
NOW = FrozenClock().now()
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def sessions(database: Database | None) -> GatewaySessionStore:
    return MemoryGatewaySessionStore() if database is None else SqlGatewaySessionStore(database)


async def test_a_shard_that_never_ran_has_no_session(sessions: GatewaySessionStore) -> None:
    assert await sessions.read([ZERO, ONE]) == {}
    assert await sessions.read([]) == {}


async def test_each_shard_of_each_division_has_its_own_session(
    sessions: GatewaySessionStore,
) -> None:
    await sessions.save({ZERO: FIRST, ONE: NEW}, NOW, "host/1")
    await sessions.save({ALONE: NEW, ANOTHER_BOT: LATER}, NOW + MOMENT, None)

    assert await sessions.read([ONE, ANOTHER_BOT, ZERO]) == {
        ZERO: StoredSession(FIRST, NOW, "host/1"),
        ONE: StoredSession(NEW, NOW, "host/1"),
        ANOTHER_BOT: StoredSession(LATER, NOW + MOMENT, None),
    }


async def test_the_latest_session_takes_the_place_of_the_one_before(
    sessions: GatewaySessionStore,
) -> None:
    await sessions.save({ZERO: FIRST}, NOW, "host/1")
    await sessions.save({ZERO: LATER, ONE: NEW}, NOW + MOMENT, None)

    assert await sessions.read([ZERO]) == {ZERO: StoredSession(LATER, NOW + MOMENT, None)}


@pytest.mark.parametrize("before", [None, "host/1"])
async def test_a_session_is_claimed_once(sessions: GatewaySessionStore, before: str | None) -> None:
    await sessions.save({ZERO: FIRST, ONE: FIRST}, NOW, before)
    stored = (await sessions.read([ZERO]))[ZERO]

    claims = [await sessions.claim(ZERO, stored, owner) for owner in ("host/2", "host/3")]

    assert claims == [True, False]
    assert await sessions.read([ZERO, ONE]) == {
        ZERO: StoredSession(FIRST, NOW, "host/2"),
        ONE: StoredSession(FIRST, NOW, before),
    }


@pytest.mark.parametrize(
    ("session", "at", "owner"),
    [(NEW, NOW, "host/1"), (LATER, NOW + MOMENT, "host/1"), (FIRST, NOW, "host/3")],
)
async def test_a_session_changed_since_it_was_read_is_not_claimed(
    sessions: GatewaySessionStore, session: Session, at: datetime, owner: str
) -> None:
    await sessions.save({ZERO: FIRST}, NOW, "host/1")
    stored = (await sessions.read([ZERO]))[ZERO]
    await sessions.save({ZERO: session}, at, owner)

    assert not await sessions.claim(ZERO, stored, "host/2")
    assert not await sessions.claim(ONE, stored, "host/2")
    assert (await sessions.read([ZERO]))[ZERO].owner == owner
