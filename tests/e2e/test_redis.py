"""Tests state that processes share in Redis, and the fallback without it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from redis.asyncio import Redis

from localcord import Person
from tests.databases import postgresql
from tests.e2e.conftest import Table
from tests.e2e.faults.proxy import Proxy, proxy_to
from tests.e2e.http_program import endpoint_of, serve_bot, start_replica
from tests.e2e.program import TIMEOUT, Program
from tests.redis_servers import REDIS, redis_namespace

pytestmark = pytest.mark.slow

TURNS = 'nazh_redis_fallback_total{operation="rate_limit"}'
SORRY = "I can't reach the database right now. Please try again in a moment."
LIMIT = 4


@asynccontextmanager
async def redis_behind_a_wire(table: Table) -> AsyncIterator[tuple[Proxy, str]]:
    """Yield a proxy to Redis and its address; the application's keys are removed afterwards."""
    there = urlsplit(REDIS)
    async with redis_namespace() as (redis, _), proxy_to(there.port or 6379) as wire:
        yield wire, f"redis://127.0.0.1:{wire.port}{there.path}"
        await _sweep(redis, table)


async def _sweep(redis: Redis, table: Table) -> None:
    async for key in redis.scan_iter(match=f"nazh:{table.discord.world.application.id}:*"):
        await redis.delete(key)


async def rolls(table: Table, player: Person, times: int) -> list[bool]:
    """Return for each roll whether it succeeded; rate-limited users are told in private."""
    channel_user = player.in_(table.channel)
    return [not (await channel_user.slash("roll", pool1="2d6")).ephemeral for _ in range(times)]


async def test_a_limit_holds_across_replicas(table: Table, tmp_path: Path) -> None:
    limit = {"NAZH_RATE_LIMIT_PER_USER": f"{LIMIT} per 60 seconds", "NAZH_REDIS_URL": REDIS}
    replicas: list[Program] = []
    async with redis_namespace() as (redis, _):
        try:
            replicas.append(await serve_bot(table.discord, tmp_path, **limit))
            replicas.append(await start_replica(table.discord, tmp_path, **limit))
            fell = await _rolled_at_each(table, replicas)
        finally:
            for replica in replicas:
                replica.kill()
                await replica.process.wait()
            await _sweep(redis, table)

    assert fell == [True] * LIMIT + [False] * 2


async def _rolled_at_each(table: Table, replicas: list[Program]) -> list[bool]:
    """Roll half of the limit at each replica, and once more, while Redis is fast enough."""
    for number in range(10):
        before = [(await replica.metrics())[TURNS] for replica in replicas]
        player, fell = table.discord.user(f"Player {number}"), []
        for times in (LIMIT // 2, 1):
            for replica in replicas:
                await table.discord.interactions_endpoint(endpoint_of(replica))
                fell += await rolls(table, player, times)
        if [(await replica.metrics())[TURNS] for replica in replicas] == before:
            return fell
    raise AssertionError("Redis was never quick enough")


async def test_without_redis_players_are_served_and_the_replica_is_ready(
    table: Table, tmp_path: Path
) -> None:
    async with redis_behind_a_wire(table) as (wire, address):
        limit = {"NAZH_RATE_LIMIT_PER_USER": f"{LIMIT} per 60 seconds", "NAZH_REDIS_URL": address}
        replica = await serve_bot(table.discord, tmp_path, **limit)
        try:
            await wire.disconnect()
            alone = await rolls(table, table.alice, LIMIT + 1)
            metrics = await replica.metrics_when(
                lambda now: now['nazh_dependency_up{dependency="redis"}'] == 0
            )
            is_ready, health = await replica.get("/readyz"), await replica.get("/healthz")

            await wire.listen()
            await _shares_again(table, replica)
            ended = await replica.stop()
        finally:
            replica.kill()

    assert alone == [True] * LIMIT + [False]
    assert metrics[TURNS] == LIMIT + 1
    assert metrics["nazh_ready"] == 1
    assert is_ready
    assert "store redis" in health
    # At least once each: on a busy machine Redis may be slow and count as unreachable.
    transitions = re.findall(
        r"Redis is unreachable, falling|Redis is reachable again", ended.errors
    )
    assert len(transitions) >= 2
    assert [now for before, now in pairwise(transitions) if now == before] == []


async def _shares_again(table: Table, replica: Program) -> None:
    async with asyncio.timeout(TIMEOUT):
        while True:
            before = (await replica.metrics())[TURNS]
            await rolls(table, table.bob, 1)
            if (await replica.metrics())[TURNS] == before:
                return
            await asyncio.sleep(0.1)


async def test_without_its_database_a_replica_stays_and_says_so(
    table: Table, tmp_path: Path
) -> None:
    async with postgresql(tmp_path) as address, proxy_to(urlsplit(address).port or 5432) as wire:
        here = address.replace(f":{urlsplit(address).port}", f":{wire.port}")
        replica = await serve_bot(table.discord, tmp_path, NAZH_DATABASE_URL=here)
        try:
            await wire.disconnect()
            conversation = await table.channel_user.slash("roll", pool1="2d6")
            metrics = await replica.metrics_when(
                lambda now: now['nazh_dependency_up{dependency="database"}'] == 0
            )
            is_ready = await replica.get("/readyz")
            await wire.listen()
            await replica.stop()
        finally:
            replica.kill()

    assert conversation.reply.text == SORRY
    assert metrics["nazh_ready"] == 1
    assert is_ready
