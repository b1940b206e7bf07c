"""Tests two replicas behind a proxy: requests are retried and processed once."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from localcord.users.conversations import Conversation
from tests.databases import postgresql
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.http_program import start_replica, sync_commands
from tests.e2e.program import Program
from tests.e2e.proxies import start_proxy
from tests.redis_servers import REDIS, redis_namespace

pytestmark = pytest.mark.slow

MANY = 120
APART = 0.03
"""Seconds between two rolls, suitable for a busy machine with two cores."""
DRAIN = 2
ROLL, AGAIN = "Roll", "Roll Again"
ROLLED = re.compile(r"## \d+\n-# `2d6` \[")


@dataclass(frozen=True, slots=True)
class Fleet:
    """Two replicas with one PostgreSQL and one Redis, and the channel that they serve."""

    table: Table
    replicas: list[Program]
    database: str
    start: Callable[..., Awaitable[Program]]

    async def kept(self) -> list[str]:
        """Return the ids of all recorded rolls."""
        engine = create_async_engine(make_url(self.database).set(drivername="postgresql+asyncpg"))
        async with engine.connect() as connection:
            ids = (await connection.execute(text("SELECT id FROM rolls"))).scalars().all()
        await engine.dispose()
        return list(ids)

    async def counts(self, name: str) -> list[float]:
        """Return a series of each replica."""
        return [(await replica.metrics())[name] for replica in self.replicas]

    async def roll(self, times: int) -> list[Conversation]:
        """Let Alice and Bob roll alternately, without waiting for responses."""
        return [await self._ask(number) for number in range(times)]

    async def roll_until(self, is_over: asyncio.Event) -> list[Conversation]:
        """Let them roll until the condition holds."""
        conversations: list[Conversation] = []
        while not is_over.is_set():
            conversations.append(await self._ask(len(conversations)))
        return conversations

    async def _ask(self, number: int) -> Conversation:
        player = self.table.alice if number % 2 else self.table.bob
        conversation = player.in_(self.table.channel).start("roll", pool1="2d6")
        await asyncio.sleep(APART)
        return conversation


@pytest_asyncio.fixture
async def fleet(open_table: OpenTable, tmp_path: Path) -> AsyncIterator[Fleet]:
    async with open_table() as table, postgresql(tmp_path) as database, shared(table):
        variables = {
            "NAZH_DATABASE_URL": database,
            "NAZH_REDIS_URL": REDIS,
            "NAZH_HTTP_DRAIN_SECONDS": str(DRAIN),
        }
        start = partial(start_replica, table.discord, tmp_path, **variables)
        replicas: list[Program] = []
        try:
            for _ in range(2):
                replicas.append(await start())  # noqa: PERF401  # what was started is ended
            await sync_commands(table.discord, tmp_path)
            async with start_proxy("haproxy", replicas, tmp_path) as address:
                await table.discord.interactions_endpoint(address)
                yield Fleet(table, replicas, database, start)
        finally:
            for replica in replicas:
                replica.kill()
                await replica.process.wait()


@asynccontextmanager
async def shared(table: Table) -> AsyncIterator[None]:
    """Allow keys of the application in Redis, and remove them afterwards."""
    async with redis_namespace() as (redis, _):
        try:
            yield
        finally:
            mine = f"nazh:{table.discord.world.application.id}:*"
            async for key in redis.scan_iter(match=mine):
                await redis.delete(key)


async def rolls(conversations: list[Conversation]) -> list[str]:
    """Return all responses, and check that each is an accepted roll."""
    await asyncio.gather(*(conversation.answered() for conversation in conversations))
    assert [conversation.refusals for conversation in conversations if conversation.refusals] == []
    replies = [conversation.reply.text for conversation in conversations]
    assert [reply for reply in replies if not ROLLED.search(reply)] == []
    return replies


async def has_rolled(replica: Program, more: float) -> None:
    """Wait for this many more rolls."""
    before = (await replica.metrics())["nazh_roll_success_total"]
    await replica.metrics_when(lambda metrics: metrics["nazh_roll_success_total"] >= before + more)


async def test_a_killed_replica_loses_and_duplicates_nothing(
    fleet: Fleet,
) -> None:
    first, second = fleet.replicas
    is_over = asyncio.Event()
    asking = asyncio.create_task(fleet.roll_until(is_over))
    await has_rolled(first, MANY / 10)

    first.kill()
    await has_rolled(second, MANY / 2)
    is_over.set()
    replies = await rolls(await asking)

    stored = await fleet.kept()
    assert len(stored) == len(set(stored)) == len(replies)


async def test_a_rolling_update_loses_and_refuses_nothing(fleet: Fleet) -> None:
    first, second = fleet.replicas
    is_over = asyncio.Event()
    asking = asyncio.create_task(fleet.roll_until(is_over))
    await has_rolled(first, MANY / 10)

    first.process.send_signal(signal.SIGTERM)
    ended = await first.ended()
    await has_rolled(second, MANY / 3)
    is_over.set()
    replies = await rolls(await asking)

    assert ended.status == 0
    assert "unanswered" not in ended.errors
    stored = await fleet.kept()
    assert len(stored) == len(set(stored)) == len(replies)


async def test_a_rolling_update_of_all_replicas_is_not_noticed_by_users(
    fleet: Fleet,
) -> None:
    is_over = asyncio.Event()
    asking = asyncio.create_task(fleet.roll_until(is_over))
    ended = []
    for number, old in enumerate(fleet.replicas):
        await has_rolled(old, MANY / 10)
        ended.append(await old.stop())
        fleet.replicas[number] = await fleet.start(PORT=str(old.port))
    for new in fleet.replicas:
        await has_rolled(new, MANY / 10)
    is_over.set()

    replies = await rolls(await asking)

    assert [program_end.status for program_end in ended] == [0, 0]
    assert [program_end for program_end in ended if "unanswered" in program_end.errors] == []
    stored = await fleet.kept()
    assert len(stored) == len(set(stored)) == len(replies)


async def test_an_interaction_at_both_replicas_is_rolled_once(fleet: Fleet) -> None:
    many = 30
    fleet.table.discord.endpoint.repeat(many)

    replies = await rolls(await fleet.roll(many))

    assert len(set(replies)) > 1
    stored = await fleet.kept()
    assert len(stored) == len(set(stored)) == many
    counted = await fleet.counts("nazh_roll_success_total")
    assert sum(counted) == many
    assert await fleet.table.discord.endpoint.wait_for_deliveries(2 * many)
    statuses = [delivery.status for delivery in fleet.table.discord.endpoint.deliveries]
    assert statuses.count(200) >= 2 * many


async def test_a_followup_is_posted_once(fleet: Fleet) -> None:
    table = fleet.table
    built = await table.channel_user.slash("build", pools="2d6")
    table.discord.endpoint.repeat(1)

    pressed = await table.alice.press(built.reply, ROLL)
    await pressed.follow_up()
    await asyncio.sleep(0.5)  # no event marks the end

    assert len(table.bob.sees(table.channel)) == 1
    assert sum(await fleet.counts("nazh_roll_success_total")) == 1


async def test_a_double_tap_is_one_press_wherever_it_arrives(fleet: Fleet) -> None:
    table = fleet.table
    rolled = await table.channel_user.slash("roll", pool1="2d6")

    taps = [table.alice.start_press(rolled.reply, AGAIN) for _ in range(4)]
    await asyncio.gather(*(tap.answered() for tap in taps))

    assert len(await fleet.kept()) == 2
