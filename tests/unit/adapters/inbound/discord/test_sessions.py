"""Which sessions are gone on with, and what is written down of those that are open."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Collection, Mapping
from datetime import datetime

import pytest

from nazh.adapters.inbound.discord.sessions import EVERY, SessionBook
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessions
from nazh.application.shared.gateway import KeptSession, Session, Shard
from nazh.domain.kernel.errors import Unavailable
from tests.doubles.clock import FrozenClock

ZERO, ONE = Shard(7, 0, 2), Shard(7, 1, 2)
GATEWAY = "wss://gateway.discord.gg"
URL = "wss://gateway-us-east1-b.discord.gg"
HERE = f"here/{os.getpid()}"


def session(sequence: int = 40, id: str = "abc", url: str = URL) -> Session:
    return Session(id, sequence, url)


class Telling(MemoryGatewaySessions):
    """A store that tells when something is kept in it."""

    __slots__ = ("is_told",)

    def __init__(self) -> None:
        super().__init__()
        self.is_told = asyncio.Event()

    async def keep(
        self, sessions: Mapping[Shard, Session], at: datetime, holder: str | None
    ) -> None:
        await super().keep(sessions, at, holder)
        self.is_told.set()


class Desk:
    """A book, what it writes to, and its clock."""

    def __init__(self, holder: str = HERE, kept: MemoryGatewaySessions | None = None) -> None:
        self.clock = FrozenClock()
        self.kept = kept or MemoryGatewaySessions()
        self.book = SessionBook(self.kept, self.clock, holder)

    async def written(self) -> Mapping[Shard, KeptSession]:
        return await self.kept.read([ZERO, ONE])

    async def keep(self, holder: str | None, url: str = URL) -> None:
        await self.kept.keep({ZERO: session(url=url)}, self.clock.now(), holder)

    async def continued(self) -> Mapping[Shard, Session]:
        return await self.book.continued([ZERO, ONE], GATEWAY)


async def test_a_session_that_was_let_go_is_gone_on_with_and_held() -> None:
    desk = Desk()
    await desk.keep(None)
    desk.clock.pass_by(119)

    assert await desk.continued() == {ZERO: session()}
    assert (await desk.written())[ZERO].holder == HERE


async def test_it_is_gone_on_with_once() -> None:
    desk = Desk()
    await desk.keep(None)
    other = SessionBook(desk.kept, desk.clock, "there/7")

    assert await other.continued([ZERO, ONE], GATEWAY)
    assert await desk.continued() == {}


@pytest.mark.parametrize("seconds", [121, -121])
async def test_an_old_session_is_left_alone(seconds: float) -> None:
    desk = Desk()
    await desk.keep(None)
    desk.clock.pass_by(seconds)

    assert await desk.continued() == {}


async def test_what_a_process_of_another_host_holds_is_left_to_it_as_long_as_it_writes() -> None:
    desk = Desk()
    await desk.keep("there/7")
    desk.clock.pass_by(45)
    assert await desk.continued() == {}

    desk.clock.pass_by(1)

    assert await desk.continued() == {ZERO: session()}


async def test_what_a_process_held_that_has_ended_here_is_gone_on_with() -> None:
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await ended.wait()
    desk = Desk()
    await desk.keep(f"here/{ended.pid}")

    assert await desk.continued() == {ZERO: session()}


async def test_what_a_process_holds_that_lives_here_is_left_to_it() -> None:
    desk = Desk("here/1000000000")
    await desk.keep(HERE)

    assert await desk.continued() == {}


async def test_in_a_container_every_life_has_the_same_number() -> None:
    desk = Desk("nazh-0/1")
    await desk.keep("nazh-0/1")

    assert await desk.continued() == {ZERO: session()}


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
    desk = Desk()
    await desk.keep(None, url)

    assert await desk.continued() == {}


@pytest.mark.parametrize("gateway", ["ws://127.0.0.1:5000/gateway", "ws://localhost:5000/gateway"])
async def test_a_gateway_without_a_domain_is_its_own_alone(gateway: str) -> None:
    for url, is_taken in ((gateway, True), (gateway.replace(":5", ":6"), False)):
        desk = Desk()
        await desk.keep(None, url)

        assert bool(await desk.book.continued([ZERO], gateway)) is is_taken


async def test_what_is_written_is_as_old_as_an_answer_may_be() -> None:
    desk = Desk()
    for sequence in (3, 10, 18, 25):
        await desk.book.write({ZERO: session(sequence)})
        desk.clock.pass_by(3)

    assert (await desk.written())[ZERO].session == session(18)


async def test_a_new_session_is_written_down_from_its_beginning() -> None:
    desk = Desk()
    await desk.book.write({ZERO: session(9)})
    assert (await desk.written())[ZERO] == KeptSession(session(1), desk.clock.now(), HERE)

    await desk.book.write({ZERO: session(4, "new")})

    assert (await desk.written())[ZERO].session == session(1, "new")


async def test_what_a_session_began_with_may_be_unanswered_for_as_long_as_the_rest() -> None:
    desk = Desk()
    await desk.book.write({ZERO: session(9)})  # half a second before the next look

    await desk.book.write({ZERO: session(11)})

    assert (await desk.written())[ZERO].session == session(1)


async def test_a_new_session_is_written_down_at_once() -> None:
    kept = Telling()
    desk = Desk(kept=kept)
    writing = asyncio.create_task(desk.book.keep_writing(lambda: {ZERO: session(1)}))

    async with asyncio.timeout(EVERY / 2):
        await kept.is_told.wait()

    writing.cancel()


async def test_a_session_that_is_gone_on_with_is_not_written_down_from_its_beginning() -> None:
    desk = Desk()
    await desk.keep(None)
    await desk.continued()

    await desk.book.write({ZERO: session(90)})

    assert (await desk.written())[ZERO].session == session(40)


async def test_a_line_that_was_away_for_a_while_goes_on_where_it_was() -> None:
    desk = Desk()
    for sequence in (3, 10):
        await desk.book.write({ZERO: session(sequence)})
    await desk.book.write({})
    await desk.book.write({ZERO: session(11)})

    assert (await desk.written())[ZERO].session == session(10)


async def test_a_quiet_session_is_written_now_and_then_so_that_it_looks_alive() -> None:
    desk = Desk()
    began = desk.clock.now()
    for _ in range(5):
        await desk.book.write({ZERO: session(1)})
        desk.clock.pass_by(3)
    assert (await desk.written())[ZERO].at == began

    await desk.book.write({ZERO: session(1)})

    assert (await desk.written())[ZERO].at == desk.clock.now()


async def test_at_the_end_it_is_written_as_it_is_and_let_go() -> None:
    desk = Desk()
    await desk.book.write({ZERO: session(3), ONE: session(5, "def")})

    await desk.book.let_go({ZERO: session(30), ONE: session(50, "def")})

    now = desk.clock.now()
    assert await desk.written() == {
        ZERO: KeptSession(session(30), now, None),
        ONE: KeptSession(session(50, "def"), now, None),
    }


class Away(MemoryGatewaySessions):
    """A database that does not answer."""

    async def read(self, shards: Collection[Shard]) -> Mapping[Shard, KeptSession]:
        raise Unavailable("the database")

    async def keep(self, sessions: object, at: object, holder: object) -> None:
        raise Unavailable("the database")


async def test_without_a_store_every_shard_starts_anew_and_nothing_fails(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk(kept=Away())

    assert await desk.continued() == {}
    await desk.book.write({ZERO: session()})
    await desk.book.let_go({ZERO: session()})

    assert "none can be read" in caplog.text
