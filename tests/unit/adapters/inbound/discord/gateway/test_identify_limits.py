"""Tests that session starts stay within the limits that Discord reports."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from localcord import Server, Settings
from nazh.adapters.inbound.discord.errors import StartFailed
from nazh.adapters.inbound.discord.gateway.identify_limits import (
    LocalIdentifyLock,
    SessionStartLimit,
    format_duration,
)
from nazh.adapters.inbound.discord.gateway.owned_shards import OwnedShards, ShardPlan
from nazh.adapters.inbound.discord.gateway.resumable_shards import IdentifySlot
from nazh.adapters.inbound.discord.gateway.shard_sessions import ShardSessions
from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessionStore
from nazh.application.shared.gateway_sessions import Shard
from tests.doubles.clock import FrozenClock
from tests.doubles.interactions import RecordingMetrics
from tests.doubles.skipping_loop import SkippingLoop
from tests.gateway_bots import bot_on


class RecordingLock:
    """Grants every slot, and records the groups; satisfies ``IdentifyLock``."""

    def __init__(self) -> None:
        self.groups: list[int] = []

    def slot(self, group: int) -> AbstractAsyncContextManager[IdentifySlot]:
        self.groups.append(group)
        return LocalIdentifyLock(0).slot(group)


@pytest.mark.parametrize(
    ("seconds", "translator"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (61, "1 min 1 s"),
        (3 * 3600 + 20 * 60 + 9, "3 h 20 min"),
        (86_400, "24 h 0 min"),
        (-5, "0 s"),
    ],
)
def test_durations_are_written_in_two_units(seconds: float, translator: str) -> None:
    assert format_duration(timedelta(seconds=seconds)) == translator


@pytest.mark.parametrize(
    ("plan", "ids", "count"),
    [
        (ShardPlan(), [0, 1, 2], 3),
        (ShardPlan(count=2), [0, 1], 2),
        (ShardPlan((1, 5), 8), [1, 5], 8),
    ],
)
def test_a_plan_is_all_shards_unless_it_says_otherwise(
    plan: ShardPlan, ids: list[int], count: int
) -> None:
    assert list(plan.shards(7, advised=3)) == [Shard(7, id, count) for id in ids]


async def test_a_turn_waits_until_discord_grants_starts_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Server(Settings(session_starts=1)) as discord, bot_on(discord) as bot:
        discord.world.session_start_limit.take(0)
        starts = SessionStartLimit(bot.rest, LocalIdentifyLock())

        async def start() -> None:
            async with starts.slot(0) as slot:
                await slot.acquire()

        starting = asyncio.create_task(start())
        await asyncio.wait((starting,), timeout=0.5)

        assert not starting.done()
        assert "the session start limit is used up, waiting 24 h 0 min" in caplog.text
        starting.cancel()


@pytest.mark.parametrize(("hours", "seconds"), [(24, 60), (0, 1)])
def test_the_limit_is_asked_for_again_within_a_minute(hours: int, seconds: float) -> None:
    left = iter((0, 1))

    async def fetch() -> SimpleNamespace:
        limit = SimpleNamespace(remaining=next(left), reset_after=timedelta(hours=hours))
        return SimpleNamespace(session_start_limit=limit)

    rest: Any = SimpleNamespace(fetch_gateway_bot_info=fetch)

    async def start() -> float:
        async with SessionStartLimit(rest, RecordingLock()).slot(0):
            return asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert runner.run(start()) == seconds


@pytest.mark.parametrize("is_refused", [True, False], ids=["refused", "an hour to wait"])
async def test_an_unknown_session_start_limit_does_not_block(is_refused: bool) -> None:
    async with Server() as discord, bot_on(discord) as bot:
        if is_refused:
            discord.faults.error("GET", "/gateway/bot", status=403)
        else:
            discord.faults.too_many_requests("GET", "/gateway/bot", retry_after=3600)

        async with (
            asyncio.timeout(20),
            SessionStartLimit(bot.rest, LocalIdentifyLock()).slot(0) as slot,
        ):
            await slot.acquire()


async def test_too_few_starts_end_the_start_in_words() -> None:
    async with (
        Server(Settings(session_starts=5, shards=8)) as discord,
        bot_on(discord, has_begun=False) as bot,
    ):
        discord.world.session_start_limit.take(0)
        discord.clock.advance(3600)
        book = ShardSessions(MemoryGatewaySessionStore(), FrozenClock(), "here/1")
        starts, room = (
            SessionStartLimit(bot.rest, LocalIdentifyLock()),
            AdmissionQueue(RecordingMetrics(), RecordingMetrics()),
        )
        shards = OwnedShards(bot, ShardPlan(), starts, book, room)

        with pytest.raises(StartFailed) as refused:
            await shards.open(asyncio.sleep(0))

        assert str(refused.value).startswith(
            "Discord lets 4 more sessions start, and this process needs 8. It grants 5 again in "
        )
        assert discord.gateway.identifies == 0


async def test_shards_are_in_as_many_groups_as_may_start_at_once() -> None:
    lock = RecordingLock()
    async with Server() as discord, bot_on(discord) as bot:
        starts = SessionStartLimit(bot.rest, lock)
        starts.max_concurrency = 2
        for shard in range(4):
            async with starts.slot(shard):
                pass

    assert lock.groups == [0, 1, 0, 1]


async def test_groups_start_side_by_side() -> None:
    settings = Settings(shards=2, max_concurrency=2, session_start_limits=True)
    async with Server(settings) as discord, bot_on(discord, has_begun=False) as bot:
        book = ShardSessions(MemoryGatewaySessionStore(), FrozenClock(), "here/1")
        starts, room = (
            SessionStartLimit(bot.rest, LocalIdentifyLock()),
            AdmissionQueue(RecordingMetrics(), RecordingMetrics()),
        )
        shards = OwnedShards(bot, ShardPlan(), starts, book, room)

        async with asyncio.timeout(4):
            await shards.open(asyncio.sleep(0))

        assert discord.gateway.connected_shards == [0, 1]
        assert discord.world.session_start_limit.burned == 0
        await shards.disconnect()
