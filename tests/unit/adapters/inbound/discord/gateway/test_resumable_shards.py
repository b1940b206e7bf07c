"""Tests resumable shards, and thereby every private part of hikari that they use.

If a newer hikari breaks one of these, look into ``resumable_shards.py``.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import hikari
import pytest
from hikari.impl.shard import GatewayShardImpl

from localcord import Server, Settings
from localcord.gateway.connections import Close
from nazh.adapters.inbound.discord.gateway.resumable_shards import IdentifySlot, ResumableShard
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue
from nazh.application.shared.gateway_sessions import Session
from tests.doubles.interactions import RecordingMetrics
from tests.gateway_bots import bot_on

ONE_LINE: Mapping[int, Session | None] = {0: None}


class Starts:
    """Grants slots on request, and records which were used."""

    def __init__(self) -> None:
        self.may_start = asyncio.Event()
        self.may_start.set()
        self.asked: list[int] = []
        self.used: list[int] = []

    @asynccontextmanager
    async def slot(self, shard: int) -> AsyncIterator[IdentifySlot]:
        self.asked.append(shard)
        await self.may_start.wait()
        yield UsedTurn(self.used, shard)


class UsedTurn:
    def __init__(self, used: list[int], shard: int) -> None:
        self._used = used
        self._shard = shard

    async def acquire(self) -> None:
        self._used.append(self._shard)


class BreakingStarts(Starts):
    """Breaks the connection before the shard may identify, once."""

    def __init__(self, discord: Server) -> None:
        super().__init__()
        self._discord = discord

    @asynccontextmanager
    async def slot(self, shard: int) -> AsyncIterator[IdentifySlot]:
        yield self

    async def acquire(self) -> None:
        self.used.append(0)
        if len(self.used) == 1:
            self._discord.gateway.drop_unidentified()
            await asyncio.sleep(0.2)  # until heartbeats have failed


async def opened(
    bot: ShardedBot,
    discord: Server,
    resumable_shards: Mapping[int, Session | None] = ONE_LINE,
    count: int = 1,
    starts: Starts | None = None,
) -> Starts:
    starts = starts or Starts()
    await bot.open(
        discord.gateway_url,
        resumable_shards,
        count,
        starts,
        AdmissionQueue(RecordingMetrics(), RecordingMetrics()),
    )
    return starts


def at_work(on: str) -> list[str]:
    """Return the names of hikari's tasks of a kind."""
    names = (task.get_name() for task in asyncio.all_tasks())
    return [name for name in names if name.startswith(on)]


class Hearing:
    """The events that a bot receives, by name."""

    def __init__(self, bot: ShardedBot) -> None:
        self.names: list[str] = []
        self._hears = asyncio.Event()
        bot.subscribe(hikari.ShardPayloadEvent, self._hear)

    async def until(self, name: str) -> None:
        async with asyncio.timeout(10):
            while name not in self.names:
                self._hears.clear()
                await self._hears.wait()

    async def _hear(self, event: hikari.ShardPayloadEvent) -> None:
        self.names.append(event.name)
        self._hears.set()


def come(discord: Server) -> None:
    """Dispatch an interaction, and a marker event after it."""
    id = discord.world.snowflakes.mint()
    discord.world.dispatch("INTERACTION_CREATE", {"id": str(id)}, None, 0)
    discord.world.dispatch("MARK", {}, None, 0)


async def test_disconnected_shard_leaves_a_resumable_session() -> None:
    async with Server() as discord:
        async with bot_on(discord) as first:
            await opened(first, discord)
            (line,) = first.resumable_shards
            await line.disconnect()
            left = line.session
            assert left is not None
            assert not line.is_alive
        discord.world.dispatch("MISSED", {"n": 1}, None, 0)

        async with bot_on(discord) as second:
            hearing = Hearing(second)
            starts = await opened(second, discord, {0: left})

        assert (left.sequence, left.url) == (1, discord.gateway_url)
        assert (discord.gateway.identifies, discord.gateway.resumes) == (1, 1)
        assert hearing.names == ["MISSED", "RESUMED"]
        assert starts.asked == []


async def test_disconnect_waits_no_longer_than_discord() -> None:
    async with Server(Settings(shards=5)) as discord, bot_on(discord) as bot:
        await opened(bot, discord, dict.fromkeys(range(5)), 5)
        loop, took = asyncio.get_running_loop(), list[float]()

        for line in bot.resumable_shards:
            before = loop.time()
            await line.disconnect()
            took.append(loop.time() - before)

        await discord.bot_gone()

        assert min(took) < 0.2
        assert not any(line.is_alive for line in bot.resumable_shards)


async def test_closed_shard_leaves_no_session() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        await opened(bot, discord)
        (line,) = bot.resumable_shards
        assert len(discord.gateway.sessions) == 1

        await line.close()
        await discord.bot_gone()

        assert discord.gateway.sessions == []


async def test_identify_waits_for_its_slot() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        starts = Starts()
        starts.may_start.clear()
        room = AdmissionQueue(RecordingMetrics(), RecordingMetrics())
        tasks = asyncio.create_task(
            bot.open(discord.gateway_url, {0: None, 2: None}, 4, starts, room)
        )
        await asyncio.wait((tasks,), timeout=0.3)
        before = (discord.gateway.identifies, list(starts.used))
        starts.may_start.set()
        async with asyncio.timeout(10):
            await tasks

        assert before == (0, [])
        assert sorted(starts.asked) == sorted(starts.used) == [0, 2]
        assert discord.gateway.connected_shards == [0, 2]
        assert [session.shard_count for session in discord.gateway.sessions] == [4, 4]


async def test_a_session_that_discord_has_forgotten_costs_a_turn() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        forgotten = Session("0" * 32, 7, discord.gateway_url)

        starts = await opened(bot, discord, {0: forgotten})

        assert starts.used == [0]
        assert (discord.gateway.identifies, discord.gateway.resumes) == (1, 0)
        assert bot.resumable_shards[0].session != forgotten


async def test_lost_session_takes_another_identify_slot() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        starts = await opened(bot, discord)

        discord.gateway.invalidate()
        await discord.bot_identified(2)

        assert starts.used == [0, 0]


async def test_resume_takes_no_identify_slot() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        starts = await opened(bot, discord)

        discord.gateway.drop()
        await discord.bot_resumed()

        assert starts.used == [0]


async def test_cancelled_open_leaves_nothing_behind() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        starts = Starts()
        starts.may_start.clear()
        room = AdmissionQueue(RecordingMetrics(), RecordingMetrics())
        tasks = asyncio.create_task(
            bot.open(discord.gateway_url, {0: None, 1: None}, 2, starts, room)
        )
        await asyncio.wait((tasks,), timeout=0.2)
        assert len(at_work("keep alive")) == 2

        tasks.cancel()
        await asyncio.wait((tasks,))

        assert at_work("keep alive") == []
        assert discord.gateway.identifies == 0


async def test_rejected_connection_leaves_no_heartbeat_task() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        discord.gateway.reject_next()

        await opened(bot, discord)

        assert at_work("heartbeat") == ["heartbeat (shard 0)"]
        assert at_work("poll events") == ["poll events (shard 0)"]


async def test_requested_heartbeats_do_not_silence_a_shard() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        hearing = Hearing(bot)
        await opened(bot, discord)

        for _ in range(300):
            discord.gateway.send_frame(b'{"op":1,"d":null,"s":null,"t":null}')
        come(discord)

        await hearing.until("MARK")


async def test_a_connection_that_breaks_before_it_identifies_logs_no_error_of_a_task() -> None:
    errors: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(str(context)))
    async with Server(Settings(heartbeat_interval=0.05)) as discord, bot_on(discord) as bot:
        starts = BreakingStarts(discord)

        await opened(bot, discord, starts=starts)
        gc.collect()

    assert starts.used == [0, 0]
    assert errors == []


async def test_missed_events_are_delivered_even_if_the_resume_is_cut_short() -> None:
    async with Server() as discord, bot_on(discord) as bot:
        hearing = Hearing(bot)
        await opened(bot, discord)
        discord.gateway.stop_resumed()
        discord.gateway.drop()
        come(discord)
        await hearing.until("MARK")
        assert "INTERACTION_CREATE" not in hearing.names

        await bot.resumable_shards[0].close()

        assert "INTERACTION_CREATE" in hearing.names


async def test_cancelled_resume_leaves_the_session() -> None:
    async with Server() as discord:
        async with bot_on(discord) as first:
            await opened(first, discord)
            await first.resumable_shards[0].disconnect()
            left = first.resumable_shards[0].session
        discord.gateway.stop_resumed()
        come(discord)

        async with bot_on(discord) as second:
            hearing = Hearing(second)
            tasks = asyncio.create_task(opened(second, discord, {0: left}))
            await hearing.until("MARK")
            tasks.cancel()
            await asyncio.wait((tasks,))
            await discord.bot_gone()
            (line,) = second.resumable_shards

            assert left is not None
            assert line.session == Session(left.id, left.sequence + 2, left.url)
            assert "INTERACTION_CREATE" in hearing.names
            assert [session.id for session in discord.gateway.sessions] == [left.id]


@pytest.mark.parametrize(
    ("settings", "ids", "count", "code"),
    [
        (Settings(min_shards=2), (0,), 1, Close.SHARDING_REQUIRED),
        (Settings(), (2,), 2, Close.INVALID_SHARD),
    ],
)
async def test_shards_that_discord_does_not_take_end_the_start(
    settings: Settings, ids: tuple[int, ...], count: int, code: Close
) -> None:
    async with Server(settings) as discord, bot_on(discord) as bot:
        with pytest.raises(hikari.GatewayServerClosedConnectionError) as refused:
            await opened(bot, discord, dict.fromkeys(ids), count)

        assert refused.value.code == code
        assert bot.resumable_shards == ()


@pytest.mark.parametrize("priority", [False, True])
async def test_heartbeats_go_before_other_commands(
    priority: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    payloads_sent: list[tuple[object, bool]] = []

    async def note(shard: GatewayShardImpl, data: object, *, priority: bool = False) -> None:
        payloads_sent.append((data, priority))

    monkeypatch.setattr(GatewayShardImpl, "_send_json", note)
    shard = object.__new__(ResumableShard)

    await shard._send_json({"op": 1}, priority=priority)

    assert payloads_sent == [({"op": 1}, priority)]
