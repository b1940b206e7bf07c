"""Tests injected outages with a bare client and with a real hikari bot."""

import aiohttp
import pytest

from localcord import NotAnswered, Server, Settings
from tests.localcord.bots import hikari_bot
from tests.localcord.raw_bot import raw_bot, rest_of

pytestmark = pytest.mark.slow

CALLBACK = "/interactions/*/callback"
QUICK_HEART = Settings(heartbeat_interval=0.5, answer_within=30.0)


async def test_the_next_matching_requests_fail_and_then_no_more() -> None:
    async with Server() as server, rest_of(server) as rest:
        fault = server.faults.error("GET", "/users/*", status=503, times=2)

        assert (await rest.call("GET", "/gateway"))[0] == 200
        assert (await rest.call("GET", "/users/@me"))[0] == 503
        assert (await rest.call("GET", "/users/@me"))[0] == 503
        assert (await rest.call("GET", "/users/@me"))[0] == 200
        assert fault.hits == 2
        assert await fault.spent()


async def test_a_429_says_for_how_long_and_for_whom() -> None:
    async with Server() as server, rest_of(server) as rest:
        server.faults.too_many_requests(path="/users/@me", retry_after=1.5, is_global=True)
        status, body = await rest.call("GET", "/users/@me")

        assert status == 429
        assert (body["retry_after"], body["global"]) == (1.5, True)
        assert rest.headers["Retry-After"] == "2"
        assert rest.headers["X-RateLimit-Scope"] == "global"


async def test_a_connection_can_be_broken_before_or_after_the_work() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        path = f"/channels/{table.id}/messages"

        server.faults.reset("POST", path)
        with pytest.raises(aiohttp.ClientConnectionError):
            await rest.call("POST", path, {"content": "lost"})
        assert mira.sees(table) == []

        server.faults.reset("POST", path, after=True)
        with pytest.raises(aiohttp.ClientConnectionError):
            await rest.call("POST", path, {"content": "kept"})
        assert [message.content for message in mira.sees(table)] == ["kept"]
        assert [request.status for request in server.requests] == [0, 0]


async def test_an_answer_can_be_held_back() -> None:
    async with Server() as server, rest_of(server) as rest:
        server.faults.delay(60.0, "GET", "/users/@me")
        server.faults.error("GET", "/gateway")
        server.faults.clear()
        server.faults.delay(0.05, "GET", "/users/@me", after=True)

        await rest.call("GET", "/users/@me")
        await rest.call("GET", "/gateway")

        slow, quick = server.requests
        assert 60.0 > slow.duration > 0.04
        assert (slow.status, quick.status) == (200, 200)


async def test_a_broken_callback_is_named_when_nothing_is_answered() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        server.faults.error("POST", CALLBACK, status=502)
        conversation = server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 4, "data": {"content": "17"}})

        conversation.answer_within = 0.0
        with pytest.raises(NotAnswered, match="Injected fault"):
            await conversation.answered()


async def test_hikari_waits_out_a_429_and_repeats_after_a_500() -> None:
    async with Server() as server, hikari_bot(server):
        channel_user = server.user("Mira").in_direct()
        limited = server.faults.too_many_requests("POST", CALLBACK, retry_after=0.2)

        first = await channel_user.slash("roll", pool1="1d20")
        server.faults.error("POST", CALLBACK, status=500)
        second = await channel_user.slash("roll", pool1="1d20")

        assert limited.hits == 1
        assert first.latency >= 0.2
        assert second.reply.embeds


async def test_hikari_meets_40060_when_only_the_answer_was_lost() -> None:
    async with Server() as server, hikari_bot(server):
        server.faults.error("POST", CALLBACK, status=502, after=True)

        conversation = await server.user("Mira").in_direct().slash("roll", pool1="1d20")
        refused = await conversation.refused(2)

        assert conversation.reply.embeds
        assert "40060" in refused


async def test_hikari_resumes_and_gets_missed_events() -> None:
    async with Server(Settings(answer_within=30.0)) as server, hikari_bot(server):
        channel_user = server.user("Mira").in_direct()
        server.gateway.drop()
        await server.bot_gone()

        conversation = await channel_user.slash("roll", pool1="1d20")

        assert conversation.reply.embeds
        assert server.gateway.resumes == 1
        assert server.gateway.identifies == 1


async def test_hikari_obeys_reconnect() -> None:
    async with Server() as server, hikari_bot(server):
        server.gateway.reconnect()
        await server.bot_resumed()

        assert (await server.user("Mira").in_direct().slash("roll", pool1="1d20")).reply.embeds


async def test_hikari_identifies_again_when_its_session_is_invalid() -> None:
    async with Server() as server, hikari_bot(server):
        server.gateway.invalidate()
        await server.bot_identified(2)

        assert (await server.user("Mira").in_direct().slash("roll", pool1="1d20")).reply.embeds
        assert server.gateway.resumes == 0


async def test_hikari_drops_a_connection_without_heartbeat_acks() -> None:
    async with Server(QUICK_HEART) as server, hikari_bot(server):
        server.gateway.stop_acks()
        await server.bot_gone()
        server.gateway.start_acks()
        await server.bot_resumed()

        assert (await server.user("Mira").in_direct().slash("roll", pool1="1d20")).reply.embeds


async def test_hikari_drops_a_frozen_connection_and_receives_missed_events() -> None:
    async with Server(QUICK_HEART) as server, hikari_bot(server):
        server.gateway.freeze()

        conversation = await server.user("Mira").in_direct().slash("roll", pool1="1d20")

        assert conversation.reply.embeds
        assert server.gateway.resumes >= 1


async def test_a_frozen_connection_is_silent_and_open() -> None:
    async with Server(QUICK_HEART) as server, raw_bot(server) as (line, _):
        server.gateway.freeze()
        server.user("Mira").in_direct().start("roll")
        server.gateway.reconnect()

        with pytest.raises(TimeoutError):
            await line.socket.receive(timeout=3 * QUICK_HEART.heartbeat_interval)
        assert server.gateway.connected_shards == [0]


async def test_a_reset_token_invalidates_the_old_one() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        old = server.token
        server.reset_token()

        assert await line.closed() == 4004
        assert (await rest.call("GET", "/users/@me", token=old))[0] == 401
        assert (await rest.call("GET", "/users/@me"))[0] == 200
