"""Tests several processes of which some are killed, with the rate limits as shipped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # has no types

from localcord import Channel, ChannelUser, Settings
from ops.stack import until
from tests import databases
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.faults.conftest import HEARTBEAT, StartScenario
from tests.e2e.faults.scenario import A_ROLL, FaultScenario
from tests.e2e.http_program import start_replica, sync_commands
from tests.e2e.program import TIMEOUT, Program, run_shards
from tests.e2e.proxies import start_proxy
from tests.redis_servers import REDIS, redis_namespace

CALLBACK = "/interactions/*/callback"
SHARDS = 2
LIMIT = 30
"""Rolls per user in ten seconds, as shipped."""
IN_FLIGHT = 25
RESPONSE_DEADLINE = 3.0
LIMITS_AS_SHIPPED = {
    "NAZH_RATE_LIMIT_PER_USER": f"{LIMIT} per 10 seconds",
    "NAZH_RATE_LIMIT_PER_GUILD": "240 per 10 seconds",
    "NAZH_LOG_FORMAT": "json",
}
DISCORD = Settings(heartbeat_interval=HEARTBEAT, answer_within=120.0, max_wait=30.0, shards=SHARDS)


async def test_one_of_two_processes_is_killed(
    open_table: OpenTable, start_scenario: StartScenario, tmp_path: Path
) -> None:
    async with (
        open_table(DISCORD) as table,
        redis_namespace() as (redis, _),
        databases.postgresql(tmp_path) as address,
    ):
        shared = {
            "NAZH_DATABASE_URL": address,
            "NAZH_REDIS_URL": REDIS,
            "NAZH_DISCORD_SHARD_COUNT": str(SHARDS),
            **LIMITS_AS_SHIPPED,
        }
        shard = shard_of(table.channel)
        part = {"NAZH_DISCORD_SHARD_IDS": str(shard), **shared}
        rest = {"NAZH_DISCORD_SHARD_IDS": str(1 - shard), **shared}
        programs = [await run_shards(table.discord, tmp_path, 1, part)]
        try:
            programs.append(await run_shards(table.discord, tmp_path, 1, rest))
            scenario = await start_scenario(
                "SIGKILL of one of two processes with a shard each, under the rate limits",
                table,
                programs[0],
            )
            slow = table.discord.faults.delay(0.5, "POST", CALLBACK, times=IN_FLIGHT)
            scenario.roll(IN_FLIGHT)
            assert await slow.until(lambda: slow.hits >= IN_FLIGHT // 2, TIMEOUT)
            programs[0].kill()
            scenario.strike()
            await scenario.is_down()
            await programs[0].ended()
            far = in_other_shard(table, shard)
            elsewhere = [far.start("roll", pool1="1d6") for _ in range(LIMIT - IN_FLIGHT)]
            await asyncio.gather(*(conversation.answered() for conversation in elsewhere))
            table.discord.faults.clear()
            programs.append(await run_shards(table.discord, tmp_path, 1, part))
            scenario.bot = programs[-1]
            await scenario.is_ready_again()

            assert await scenario.responses() == {A_ROLL: IN_FLIGHT}
            assert scenario.observation.doubled == 0
            assert all("`1d6`" in conversation.reply.text for conversation in elsewhere)
            await scenario.says("nazh starts")
            assert "NazhDown" in await scenario.alerts()
        finally:
            await stop(programs)
            async for key in redis.scan_iter(match=f"nazh:{table.discord.application_id}:*"):
                await redis.delete(key)


async def test_replicas_behind_a_proxy_are_killed_one_after_the_other(
    table: Table, start_scenario: StartScenario, tmp_path: Path
) -> None:
    async with redis_namespace() as (redis, _), databases.postgresql(tmp_path) as address:
        shared = {"NAZH_DATABASE_URL": address, "NAZH_REDIS_URL": REDIS, **LIMITS_AS_SHIPPED}
        programs: list[Program] = []

        async def end_limits() -> None:
            """Delete every key, as if ten seconds had passed."""
            async for key in redis.scan_iter(match=f"nazh:{table.discord.application_id}:*"):
                await redis.delete(key)

        try:
            for _ in range(2):
                programs.append(await start_replica(table.discord, tmp_path, **shared))  # noqa: PERF401  # what was started is ended
            await sync_commands(table.discord, tmp_path)
            async with start_proxy("haproxy", programs, tmp_path) as endpoint:
                await table.discord.interactions_endpoint(endpoint)
                scenario = await start_scenario(
                    "HAProxy: SIGKILL of both replicas of `nazh serve`, one after the other, under "
                    "the rate limits",
                    table,
                    programs[0],
                )
                for number in range(2):
                    old, running = programs[number], programs[number : number + 2]
                    async with locked_rolls(address):
                        scenario.roll(LIMIT)
                        await until(partial(in_flight, running), lambda now: now == LIMIT)
                        old.kill()
                        scenario.strike()
                    scenario.bot = old
                    await scenario.is_down()

                    assert await scenario.responses() == {A_ROLL: len(scenario.rolls)}
                    programs.append(
                        await start_replica(table.discord, tmp_path, PORT=str(old.port), **shared)
                    )
                    await end_limits()
                    await roll_until_served_by(programs[-1], scenario)
                    await end_limits()
                scenario.bot = programs[-1]
                await scenario.says("nazh starts")

            assert scenario.observation.doubled == 0
            assert await recorded(address) == len(scenario.rolls)
            assert scenario.observation.slowest < RESPONSE_DEADLINE
            assert "NazhDown" in await scenario.alerts()
        finally:
            await stop(programs)
            await end_limits()


@asynccontextmanager
async def locked_rolls(address: str) -> AsyncIterator[None]:
    """Let every roll wait for its record."""
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE rolls IN EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


async def recorded(address: str) -> int:
    """Return the number of recorded rolls."""
    connection = await asyncpg.connect(address)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM rolls"))
    finally:
        await connection.close()


async def roll_until_served_by(replica: Program, scenario: FaultScenario) -> None:
    """Roll now and then, until the proxy uses the new replica."""
    async with asyncio.timeout(TIMEOUT):
        while not (await replica.metrics())["nazh_roll_success_total"]:
            scenario.roll(1)
            await scenario.responses()
            await asyncio.sleep(0.5)


async def in_flight(replicas: Sequence[Program]) -> float:
    """Return how many interactions they have received and not answered."""
    return sum([(await replica.metrics())["nazh_interactions_in_flight"] for replica in replicas])


def shard_of(channel: Channel) -> int:
    """Return the shard that receives what happens in the channel."""
    assert channel.guild is not None
    return (channel.guild.id >> 22) % SHARDS


def in_other_shard(table: Table, shard: int) -> ChannelUser:
    """Return Alice in a server of the other shard."""
    channel = table.channel
    while shard_of(channel) == shard:
        guild = table.discord.guild(f"Far {len(table.discord.world.guilds)}")
        channel = guild.channel("table")
    return table.alice.in_(channel)


async def stop(programs: list[Program]) -> None:
    """End all of them."""
    for program in programs:
        program.kill()
    for program in programs:
        await program.process.wait()
