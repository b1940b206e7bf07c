"""Tests processes with a shard each, of which one is killed, with the rate limits as shipped."""

from __future__ import annotations

import asyncio
from pathlib import Path

from localcord import Channel, ChannelUser, Settings
from tests import databases
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.faults.conftest import HEARTBEAT, StartScenario
from tests.e2e.faults.scenario import A_ROLL
from tests.e2e.program import TIMEOUT, Program, run_shards
from tests.redis_servers import REDIS, redis_namespace

CALLBACK = "/interactions/*/callback"
SHARDS = 2
LIMIT = 30
"""Rolls per user in ten seconds, as shipped."""
IN_FLIGHT = 25
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
            await asyncio.gather(*(one.answered() for one in elsewhere))
            table.discord.faults.clear()
            programs.append(await run_shards(table.discord, tmp_path, 1, part))
            scenario.bot = programs[-1]
            await scenario.is_ready_again()

            assert await scenario.heard() == {A_ROLL: IN_FLIGHT}
            assert scenario.told.doubled == 0
            assert all("`1d6`" in one.reply.text for one in elsewhere)
            await scenario.says("nazh starts")
            assert "NazhDown" in await scenario.alerts()
        finally:
            await stop(programs)
            async for key in redis.scan_iter(match=f"nazh:{table.discord.application_id}:*"):
                await redis.delete(key)


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
