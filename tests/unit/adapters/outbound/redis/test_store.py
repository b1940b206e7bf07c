"""Tests how Redis is checked and closed."""

from __future__ import annotations

from nazh.adapters.outbound.redis.connections import new_redis
from nazh.adapters.outbound.redis.store import RedisStore
from tests.doubles.redis_server import RedisDouble
from tests.redis_servers import REDIS, redis_namespace


async def test_a_full_redis_that_still_answers_reads_is_not_reachable() -> None:
    def answer(command: str) -> bytes:
        return b"-OOM command not allowed\r\n" if command == "SET" else b"+OK\r\n"

    async with RedisDouble(answer).listen() as address:
        store = RedisStore(new_redis(address))

        assert not await store.is_reachable()

        await store.close()


async def test_closing_ends_the_connections() -> None:
    async with redis_namespace() as (watching, _):
        redis = new_redis(REDIS)
        number = await redis.client_id()
        await RedisStore(redis).close()

        connected = {int(client["id"]) for client in await watching.client_list()}

    assert number not in connected
