"""Tests the shards of a process, and the sessions that they leave to the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from localcord import Server
from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.gateway_bot import new_gateway_bot
from nazh.adapters.inbound.discord.gateway.identify_limits import (
    LocalIdentifyLock,
    SessionStartLimit,
)
from nazh.adapters.inbound.discord.gateway.owned_shards import OwnedShards, ShardPlan
from nazh.adapters.inbound.discord.gateway.resumable_shards import ResumableShard
from nazh.adapters.inbound.discord.gateway.shard_sessions import ShardSessions
from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessionStore
from nazh.application.shared.gateway_sessions import Session, Shard
from tests.doubles.clock import FrozenClock
from tests.doubles.interactions import RecordingMetrics

FIRST, SECOND = "here/1", "there/2"


class SharedSessions(MemoryGatewaySessionStore):
    """A store that other processes read."""

    supports_resume = True


class BrokenBook(ShardSessions):
    """A session store with a bug."""

    async def run(self, sessions: Callable[[], Mapping[Shard, Session]]) -> None:
        raise RuntimeError("a bug")


@asynccontextmanager
async def shards_of(discord: Server, book: ShardSessions) -> AsyncIterator[OwnedShards]:
    bot = new_gateway_bot(discord.token, discord.api_url, FrameReader())
    room = AdmissionQueue(RecordingMetrics(), RecordingMetrics())
    starts = SessionStartLimit(bot.rest, LocalIdentifyLock(interval=0))
    shards = OwnedShards(bot, ShardPlan(), starts, book, room)
    try:
        yield shards
    finally:
        await shards.disconnect()
        await shards.close()


async def open_stores() -> None:
    """Open none, because the shards of these tests are always open."""


async def test_cancelled_start_leaves_the_session_to_the_next_process() -> None:
    session_store, clock = SharedSessions(), FrozenClock()
    async with Server() as discord:
        async with shards_of(discord, ShardSessions(session_store, clock, FIRST)) as first:
            await first.open(open_stores())
        shard = Shard(discord.application_id, 0, 1)
        before = (await session_store.read([shard]))[shard]
        discord.gateway.stop_resumed()

        async with shards_of(discord, ShardSessions(session_store, clock, SECOND)) as second:
            opening = asyncio.create_task(second.open(open_stores()))
            await discord.bot_resumed()
            held = (await session_store.read([shard]))[shard]
            opening.cancel()
            await asyncio.wait((opening,))
        await discord.bot_gone()

        assert held.owner == SECOND
        assert (await session_store.read([shard]))[shard] == before
        assert [session.id for session in discord.gateway.sessions] == [before.session.id]


async def test_sessions_that_fail_to_be_stored_are_logged() -> None:
    contexts: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: contexts.append(context))
    book = BrokenBook(SharedSessions(), FrozenClock(), FIRST)

    async with Server() as discord, shards_of(discord, book) as shards:
        await shards.open(open_stores())

    assert ["a bug" in str(context) for context in contexts] == [True]


async def test_sessions_are_released_although_a_connection_fails_while_it_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def break_off(shard: ResumableShard) -> None:
        await shard.close()
        raise ConnectionResetError

    session_store = SharedSessions()
    async with Server() as discord:
        async with shards_of(discord, ShardSessions(session_store, FrozenClock(), FIRST)) as shards:
            await shards.open(open_stores())
            shard = Shard(discord.application_id, 0, 1)
            held = (await session_store.read([shard]))[shard]
            monkeypatch.setattr(ResumableShard, "disconnect", break_off)

            await shards.disconnect()

        assert held.owner == FIRST
        assert (await session_store.read([shard]))[shard] == replace(held, owner=None)
