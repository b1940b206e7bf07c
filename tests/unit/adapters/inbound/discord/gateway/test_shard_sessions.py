"""Tests which sessions are resumed, and what is stored of open ones."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Collection, Mapping
from datetime import datetime

import pytest

from nazh.adapters.inbound.discord.gateway.shard_sessions import SAVE_INTERVAL, ShardSessions
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessionStore
from nazh.application.shared.gateway_sessions import Session, Shard, StoredSession
from nazh.domain.kernel.errors import Unavailable
from tests.doubles.clock import FrozenClock

ZERO, ONE = Shard(7, 0, 2), Shard(7, 1, 2)
GATEWAY = "wss://gateway.discord.gg"
URL = "wss://gateway-us-east1-b.discord.gg"
HERE = f"here/{os.getpid()}"


def session(sequence: int = 40, id: str = "abc", url: str = URL) -> Session:
    return Session(id, sequence, url)


class PlainFormat(MemoryGatewaySessionStore):
    """A store that signals writes."""

    __slots__ = ("is_told",)

    def __init__(self) -> None:
        super().__init__()
        self.is_told = asyncio.Event()

    async def save(
        self, sessions: Mapping[Shard, Session], at: datetime, owner: str | None
    ) -> None:
        await super().save(sessions, at, owner)
        self.is_told.set()


class SlowStore:
    """The sessions of a process, their store, and a clock."""

    def __init__(self, owner: str = HERE, kept: MemoryGatewaySessionStore | None = None) -> None:
        self.clock = FrozenClock()
        self.kept = kept or MemoryGatewaySessionStore()
        self.book = ShardSessions(self.kept, self.clock, owner)

    async def saved(self) -> Mapping[Shard, StoredSession]:
        return await self.kept.read([ZERO, ONE])

    async def save(self, owner: str | None, url: str = URL) -> None:
        await self.kept.save({ZERO: session(url=url)}, self.clock.now(), owner)

    async def claim_resumable(self) -> Mapping[Shard, Session]:
        return await self.book.claim_resumable([ZERO, ONE], GATEWAY)


async def test_released_session_is_resumed_and_claimed() -> None:
    store = SlowStore()
    await store.save(None)
    store.clock.advance(119)

    assert await store.claim_resumable() == {ZERO: session()}
    assert (await store.saved())[ZERO].owner == HERE


async def test_session_is_resumed_once() -> None:
    store = SlowStore()
    await store.save(None)
    other = ShardSessions(store.kept, store.clock, "there/7")

    assert await other.claim_resumable([ZERO, ONE], GATEWAY)
    assert await store.claim_resumable() == {}


@pytest.mark.parametrize("seconds", [121, -121])
async def test_an_old_session_is_left_alone(seconds: float) -> None:
    store = SlowStore()
    await store.save(None)
    store.clock.advance(seconds)

    assert await store.claim_resumable() == {}


async def test_sessions_of_another_host_are_left_while_they_are_renewed() -> None:
    store = SlowStore()
    await store.save("there/7")
    store.clock.advance(45)
    assert await store.claim_resumable() == {}

    store.clock.advance(1)

    assert await store.claim_resumable() == {ZERO: session()}


async def test_sessions_of_an_ended_process_on_this_host_are_resumed() -> None:
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await ended.wait()
    store = SlowStore()
    await store.save(f"here/{ended.pid}")

    assert await store.claim_resumable() == {ZERO: session()}


async def test_sessions_of_a_running_process_on_this_host_are_left() -> None:
    store = SlowStore("here/1000000000")
    await store.save(HERE)

    assert await store.claim_resumable() == {}


async def test_in_a_container_every_life_has_the_same_number() -> None:
    store = SlowStore("nazh-0/1")
    await store.save("nazh-0/1")

    assert await store.claim_resumable() == {ZERO: session()}


@pytest.mark.parametrize(
    "url",
    [
        "wss://gateway-us-east1-b.discord.gg.example.org",
        "wss://discordxgg",
        "ws://gateway-us-east1-b.discord.gg",
        "wss://evildiscord.gg",
        "",
    ],
)
async def test_the_token_goes_nowhere_but_to_the_gateways_domain(url: str) -> None:
    store = SlowStore()
    await store.save(None, url)

    assert await store.claim_resumable() == {}


@pytest.mark.parametrize("gateway", ["ws://127.0.0.1:5000/gateway", "ws://localhost:5000/gateway"])
async def test_a_gateway_without_a_domain_is_its_own_alone(gateway: str) -> None:
    for url, is_taken in ((gateway, True), (gateway.replace(":5", ":6"), False)):
        store = SlowStore()
        await store.save(None, url)

        assert bool(await store.book.claim_resumable([ZERO], gateway)) is is_taken


async def test_the_stored_sequence_lags_by_the_time_that_a_response_may_take() -> None:
    store = SlowStore()
    for sequence in (3, 10, 18, 25):
        await store.book.save({ZERO: session(sequence)})
        store.clock.advance(3)

    assert (await store.saved())[ZERO].session == session(18)


async def test_a_new_session_is_written_down_from_its_beginning() -> None:
    store = SlowStore()
    await store.book.save({ZERO: session(9)})
    assert (await store.saved())[ZERO] == StoredSession(session(1), store.clock.now(), HERE)

    await store.book.save({ZERO: session(4, "new")})

    assert (await store.saved())[ZERO].session == session(1, "new")


async def test_the_first_events_of_a_session_are_stored_with_the_same_lag() -> None:
    store = SlowStore()
    await store.book.save({ZERO: session(9)})  # half a second before the next check

    await store.book.save({ZERO: session(11)})

    assert (await store.saved())[ZERO].session == session(1)


async def test_a_new_session_is_written_down_at_once() -> None:
    stored_format = PlainFormat()
    store = SlowStore(kept=stored_format)
    writing = asyncio.create_task(store.book.run(lambda: {ZERO: session(1)}))

    async with asyncio.timeout(SAVE_INTERVAL / 2):
        await stored_format.is_told.wait()

    writing.cancel()


async def test_a_session_that_is_gone_on_with_is_not_written_down_from_its_beginning() -> None:
    store = SlowStore()
    await store.save(None)
    await store.claim_resumable()

    await store.book.save({ZERO: session(90)})

    assert (await store.saved())[ZERO].session == session(40)


async def test_a_reconnected_session_keeps_its_stored_sequence() -> None:
    store = SlowStore()
    for sequence in (3, 10):
        await store.book.save({ZERO: session(sequence)})
    await store.book.save({})
    await store.book.save({ZERO: session(11)})

    assert (await store.saved())[ZERO].session == session(10)


async def test_a_quiet_session_is_written_now_and_then_so_that_it_looks_alive() -> None:
    store = SlowStore()
    began = store.clock.now()
    for _ in range(5):
        await store.book.save({ZERO: session(1)})
        store.clock.advance(3)
    assert (await store.saved())[ZERO].at == began

    await store.book.save({ZERO: session(1)})

    assert (await store.saved())[ZERO].at == store.clock.now()


async def test_session_is_saved_and_released_at_shutdown() -> None:
    store = SlowStore()
    await store.book.save({ZERO: session(3), ONE: session(5, "def")})

    await store.book.release({ZERO: session(30), ONE: session(50, "def")})

    now = store.clock.now()
    assert await store.saved() == {
        ZERO: StoredSession(session(30), now, None),
        ONE: StoredSession(session(50, "def"), now, None),
    }


class Away(MemoryGatewaySessionStore):
    """A database that does not answer."""

    async def read(self, shards: Collection[Shard]) -> Mapping[Shard, StoredSession]:
        raise Unavailable("the database")

    async def save(self, sessions: object, at: object, owner: object) -> None:
        raise Unavailable("the database")


async def test_without_a_store_every_shard_identifies(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = SlowStore(kept=Away())

    assert await store.claim_resumable() == {}
    await store.book.save({ZERO: session()})
    await store.book.release({ZERO: session()})

    assert "could not read the stored sessions" in caplog.text
