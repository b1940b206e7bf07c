"""Tests the limits of session starts."""

import pytest

from localcord import Server, Settings
from tests.localcord.raw_bot import connect_gateway, identified, raw_bot

STRICT = Settings(shards=4, max_concurrency=2, session_starts=3, session_start_limits=True)


async def test_the_gateway_reports_the_remaining_session_starts() -> None:
    async with Server(Settings(session_starts=3)) as server, raw_bot(server) as (_, rest):
        _, gateway = await rest.call("GET", "/gateway/bot")

    limit = gateway["session_start_limit"]
    assert (limit["total"], limit["remaining"], limit["max_concurrency"]) == (3, 2, 16)
    assert 86_000_000 < limit["reset_after"] <= 86_400_000


async def test_shards_of_one_group_start_five_seconds_apart() -> None:
    async with Server(STRICT) as server:
        async with (
            identified(server, shard=[0, 4]),
            identified(server, shard=[1, 4]),
            connect_gateway(server) as hasty,
        ):
            await hasty.hear()
            await hasty.identify(server, shard=[2, 4])
            assert await hasty.hear() == {"op": 9, "d": False, "s": None, "t": None}
        assert server.world.session_start_limit.burned == 1

    async with Server(STRICT) as server, identified(server, shard=[0, 4]):
        server.clock.advance(5)
        async with identified(server, shard=[2, 4]) as (_, ready):
            assert ready["shard"] == [2, 4]
        assert server.world.session_start_limit.burned == 0


async def test_no_session_starts_until_the_limit_resets() -> None:
    settings = Settings(session_starts=1, session_starts_reset=60, session_start_limits=True)
    async with Server(settings) as server, identified(server):
        server.clock.advance(10)
        async with connect_gateway(server) as late:
            await late.hear()
            await late.identify(server)
            assert (await late.hear())["op"] == 9
        server.clock.advance(50)
        async with identified(server) as (_, ready):
            assert ready["shard"] == [0, 1]


async def test_a_resume_uses_no_session_start() -> None:
    async with Server(STRICT) as server:
        async with identified(server, shard=[0, 4]) as (line, ready):
            await line.socket.close(code=4000)
        for _ in range(5):
            async with connect_gateway(server) as again:
                await again.hear()
                resume = {"token": server.token, "session_id": ready["session_id"], "seq": 1}
                await again.say(6, resume)
                await again.hear_event("RESUMED")
                await again.socket.close(code=4000)

        assert server.world.session_start_limit.allowance().remaining == 2


@pytest.mark.parametrize(("shard", "code"), [([0, 1], 4011), ([2, 2], 4010), (None, 4011)])
async def test_too_few_shards_are_refused(shard: list[int] | None, code: int) -> None:
    changes = {} if shard is None else {"shard": shard}
    async with Server(Settings(min_shards=2)) as server, connect_gateway(server) as line:
        await line.hear()
        await line.identify(server, **changes)

        assert await line.closed() == code
