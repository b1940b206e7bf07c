"""The shards of a process against a Discord on loopback: what they leave for the next process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from localcord import Server
from nazh.adapters.inbound.discord.gateway import new_gateway
from nazh.adapters.inbound.discord.gateway_truth import HelloListener
from nazh.adapters.inbound.discord.session_starts import GrantedStarts, OwnTurns
from nazh.adapters.inbound.discord.sessions import SessionBook
from nazh.adapters.inbound.discord.shards import OwnShards, ShardPlan
from nazh.adapters.inbound.discord.waiting_room import WaitingRoom
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessions
from nazh.application.shared.gateway import Session, Shard
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.inbound.discord.test_door import Notebook

FIRST, SECOND = "here/1", "there/2"


class SharedSessions(MemoryGatewaySessions):
    """A store that other processes read."""

    outlive_the_process = True


class BrokenBook(SessionBook):
    """A book with a bug."""

    async def keep_writing(self, sessions: Callable[[], Mapping[Shard, Session]]) -> None:
        raise RuntimeError("a bug")


@asynccontextmanager
async def shards_of(discord: Server, book: SessionBook) -> AsyncIterator[OwnShards]:
    bot = new_gateway(discord.token, discord.api_url, HelloListener())
    room = WaitingRoom(Notebook(), Notebook())
    starts = GrantedStarts(bot.rest, OwnTurns(apart=0))
    shards = OwnShards(bot, ShardPlan(), starts, book, room)
    try:
        yield shards
    finally:
        await shards.leave()
        await shards.close()


async def open_stores() -> None:
    """Open none: those of these tests are always open."""


async def test_a_start_that_is_called_off_while_it_goes_on_leaves_the_session_to_the_next() -> None:
    kept, clock = SharedSessions(), FrozenClock()
    async with Server() as discord:
        async with shards_of(discord, SessionBook(kept, clock, FIRST)) as first:
            await first.open(open_stores())
        shard = Shard(discord.application_id, 0, 1)
        before = (await kept.read([shard]))[shard]
        discord.gateway.stop_resumed()

        async with shards_of(discord, SessionBook(kept, clock, SECOND)) as second:
            opening = asyncio.create_task(second.open(open_stores()))
            await discord.bot_resumed()
            held = (await kept.read([shard]))[shard]
            opening.cancel()
            await asyncio.wait((opening,))
        await discord.bot_gone()

        assert held.holder == SECOND
        assert (await kept.read([shard]))[shard] == before
        assert [session.id for session in discord.gateway.sessions] == [before.session.id]


async def test_sessions_that_are_written_no_more_are_told_of() -> None:
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    book = BrokenBook(SharedSessions(), FrozenClock(), FIRST)

    async with Server() as discord, shards_of(discord, book) as shards:
        await shards.open(open_stores())

    assert ["a bug" in str(one) for one in told] == [True]
