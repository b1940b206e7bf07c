"""Tests the gateway protocol with a bare websocket."""

import asyncio
import zlib

import aiohttp
import pytest

from localcord import Server, Settings
from tests.localcord.raw_bot import TIMEOUT, Json, connect_gateway, identified, raw_bot

GUILDS, GUILD_MEMBERS, GUILD_MESSAGES = 1 << 0, 1 << 1, 1 << 9
MESSAGE_CONTENT = 1 << 15


async def test_hello_comes_first_and_ready_answers_identify() -> None:
    async with Server() as server, connect_gateway(server) as line:
        hello = await line.hear()
        await line.identify(server)
        ready = await line.hear()

        assert hello["op"] == 10
        assert hello["d"]["heartbeat_interval"] == 41_250
        assert (ready["op"], ready["s"], ready["t"]) == (0, 1, "READY")
        assert ready["d"]["user"]["id"] == str(server.application_id)
        assert ready["d"]["resume_gateway_url"] == server.gateway_url
        assert ready["d"]["shard"] == [0, 1]


async def test_zlib_stream_is_one_context_for_the_whole_connection() -> None:
    async with Server() as server, connect_gateway(server, "zlib-stream") as line:
        first = await line.socket.receive_bytes()
        assert first.endswith(b"\x00\x00\xff\xff")
        inflate = zlib.decompressobj()
        assert b'"op":10' in inflate.decompress(first)

        await line.identify(server)
        second = await line.socket.receive_bytes()

        assert b'"READY"' in inflate.decompress(second)
        with pytest.raises(zlib.error):
            zlib.decompressobj().decompress(second)


async def test_payload_compression_is_granted_on_identify() -> None:
    async with Server() as server, connect_gateway(server) as line:
        assert (await line.hear())["op"] == 10
        await line.identify(server, compress=True)

        assert (await line.hear())["t"] == "READY"


async def test_an_unknown_compression_is_refused() -> None:
    async with Server() as server:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with connect_gateway(server, "brotli"):
                pass


async def test_heartbeats_are_acknowledged() -> None:
    async with Server() as server, connect_gateway(server) as line:
        await line.hear()
        await line.say(1, None)

        assert (await line.hear())["op"] == 11


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"op": 99, "d": None}, 4001),
        ("not json", 4002),
        ([1, 2], 4002),
        ({"op": 2, "d": "who"}, 4005),
        ("x" * 5000, 4002),
    ],
)
async def test_invalid_payloads_close_an_identified_connection(frame: Json, code: int) -> None:
    async with Server() as server, identified(server) as (line, _):
        if isinstance(frame, str):
            await line.socket.send_str(frame)
        else:
            await line.socket.send_json(frame)

        assert await line.closed() == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"shard": [2, 2]}, 4010),
        ({"shard": "all"}, 4010),
        ({"intents": 1 << 40}, 4013),
        ({"intents": GUILD_MEMBERS}, 4014),
    ],
)
async def test_a_bad_identify_closes_the_connection(changes: Json, code: int) -> None:
    async with Server() as server, connect_gateway(server) as line:
        await line.identify(server, **changes)

        assert await line.closed() == code


async def test_privileged_intents_can_be_granted() -> None:
    async with (
        Server(Settings(privileged_intents=True)) as server,
        identified(server, intents=GUILD_MEMBERS) as (_, ready),
    ):
        assert ready["session_id"]


async def test_other_operations_need_an_identity() -> None:
    async with Server() as server, connect_gateway(server) as line:
        await line.say(3, {})

        assert await line.closed() == 4003


async def test_too_many_frames_close_the_connection() -> None:
    async with (
        Server(Settings(gateway_commands_per_minute=5)) as server,
        identified(server) as (line, _),
    ):
        for _ in range(5):
            await line.say(1, None)

        assert await line.closed() == 4008


async def test_a_silent_bot_is_closed() -> None:
    async with Server(Settings(identify_within=0.3)) as server, connect_gateway(server) as mute:
        assert await mute.closed() == 4009
    async with (
        Server(Settings(identify_within=0.3, heartbeat_interval=0.3)) as server,
        identified(server) as (heartless, _),
    ):
        assert await heartless.closed() == 4009


async def test_guild_events_need_their_intent() -> None:
    async with Server() as server:
        guild = server.guild("The Long Rest")
        guild.channel("table")
        async with (
            identified(server, intents=GUILDS) as (curious, _),
            identified(server, intents=0) as (modest, ready),
        ):
            created = await curious.hear_event("GUILD_CREATE")
            await modest.say(1, None)

            assert created["d"]["channels"][0]["name"] == "table"
            assert ready["guilds"] == [{"id": str(guild.id), "unavailable": True}]
            assert (await modest.hear())["op"] == 11


async def test_message_events_need_their_intent() -> None:
    async with Server() as server, identified(server, intents=GUILD_MESSAGES) as (line, _):
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")

        mira.in_(table).say("Good evening.")
        mira.in_direct().say("Psst.")
        mira.in_(table).say("Good night.")

        first = await line.hear_event("MESSAGE_CREATE")
        second = await line.hear_event("MESSAGE_CREATE")
        assert first["d"]["author"]["global_name"] == "Mira"
        assert first["d"]["guild_id"] == str(table.guild_id)
        assert second["d"]["channel_id"] == str(table.id)


async def test_others_messages_need_the_content_intent() -> None:
    async with (
        Server(Settings(privileged_intents=True)) as server,
        identified(server, intents=GUILD_MESSAGES) as (blind, _),
        identified(server, intents=GUILD_MESSAGES | MESSAGE_CONTENT) as (reading, _),
    ):
        channel_user = server.user("Mira").in_(server.guild("The Long Rest").channel("table"))
        channel_user.say("Good evening.")
        channel_user.say(f"Hello <@{server.application_id}>")

        contents = [
            [(await line.hear_event("MESSAGE_CREATE"))["d"]["content"] for _ in range(2)]
            for line in (blind, reading)
        ]
        assert contents[0] == ["", f"Hello <@{server.application_id}>"]
        assert contents[1] == ["Good evening.", f"Hello <@{server.application_id}>"]


async def test_missed_events_are_replayed_on_resume() -> None:
    async with Server() as server:
        mira = server.user("Mira")
        async with raw_bot(server) as (line, _):
            session = server.gateway.sessions[0]
            server.gateway.drop()
            with pytest.raises(ConnectionError):
                await line.hear()
            await server.bot_gone()
        missed = mira.in_direct().start("roll", pool1="1d20")

        async with connect_gateway(server) as again:
            await again.hear()
            await again.say(6, {"token": server.token, "session_id": session.id, "seq": 1})

            replayed = await again.hear()
            resumed = await again.hear()
            assert replayed["t"] == "INTERACTION_CREATE"
            assert replayed["d"]["id"] == str(missed.id)
            assert (resumed["t"], resumed["s"]) == ("RESUMED", 3)
            assert server.gateway.resumes == 1


async def test_a_goodbye_ends_the_session() -> None:
    async with Server() as server, identified(server) as (line, _):
        await line.socket.close(code=1000)
        await server.bot_gone()

        assert server.gateway.sessions == []


async def test_a_lost_session_cannot_be_resumed() -> None:
    async with Server() as server:
        async with identified(server) as (_, ready):
            server.gateway.forget_sessions()
        async with connect_gateway(server) as line:
            await line.hear()
            resume = {"token": server.token, "session_id": ready["session_id"], "seq": 1}
            await line.say(6, resume)

            assert await line.hear() == {"op": 9, "d": False, "s": None, "t": None}


@pytest.mark.parametrize("prefix", ["", "Bot "])
async def test_the_token_may_have_the_prefix_of_rest_requests(prefix: str) -> None:
    async with Server() as server:
        async with identified(server, token=prefix + server.token) as (_, ready):
            server.gateway.drop(code=4000)
        async with connect_gateway(server) as line:
            await line.hear()
            token, session = prefix + server.token, ready["session_id"]
            await line.say(6, {"token": token, "session_id": session, "seq": 1})

            assert (await line.hear_event("RESUMED"))["op"] == 0


async def test_a_bot_may_identify_again_on_the_connection_of_an_invalid_session() -> None:
    async with Server() as server, identified(server) as (line, first):
        server.gateway.invalidate()
        assert (await line.hear())["op"] == 9

        await line.identify(server)
        second = (await line.hear_event("READY"))["d"]

        assert second["session_id"] != first["session_id"]
        assert len(server.gateway.sessions) == 1


async def test_an_old_session_cannot_be_resumed() -> None:
    async with Server(Settings(session_lifetime=60.0)) as server:
        async with identified(server) as (_, ready):
            server.gateway.drop()
            await server.bot_gone()
        server.clock.advance(61)
        async with connect_gateway(server) as line:
            await line.hear()
            resume = {"token": server.token, "session_id": ready["session_id"], "seq": 1}
            await line.say(6, resume)

            assert (await line.hear())["op"] == 9


async def test_a_session_with_forgotten_events_cannot_be_resumed() -> None:
    async with Server(Settings(keep_events=2)) as server:
        mira = server.user("Mira")
        async with raw_bot(server):
            session = server.gateway.sessions[0]
            server.gateway.drop()
            await server.bot_gone()
        for _ in range(3):
            mira.in_direct().start("roll")
        async with connect_gateway(server) as line:
            await line.hear()
            await line.say(6, {"token": server.token, "session_id": session.id, "seq": 1})

            assert (await line.hear())["op"] == 9


async def test_a_sequence_from_the_future_closes_the_connection() -> None:
    async with (
        Server() as server,
        identified(server) as (_, ready),
        connect_gateway(server) as line,
    ):
        await line.hear()
        resume = {"token": server.token, "session_id": ready["session_id"], "seq": 77}
        await line.say(6, resume)

        assert await line.closed() == 4007


async def test_events_of_a_guild_go_to_its_shard() -> None:
    async with Server() as server:
        tables = [server.guild(f"Guild {number}").channel("table") for number in range(2)]
        mira = server.user("Mira")
        async with (
            raw_bot(server, shard=[0, 2]) as (even, _),
            identified(server, shard=[1, 2]) as (odd, _),
        ):
            await server.bot_ready(shards=2)
            for table in tables:
                mira.in_(table).start("roll")

            events = [(await line.hear_event("INTERACTION_CREATE"))["d"] for line in (even, odd)]
            assert [(int(event["guild_id"]) >> 22) % 2 for event in events] == [0, 1]


async def test_the_gateway_can_refuse_connections_for_a_while() -> None:
    async with Server() as server:
        server.gateway.refuse(60)
        with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
            async with connect_gateway(server):
                pass

        server.clock.advance(61)

        async with connect_gateway(server) as line:
            assert (await line.hear())["op"] == 10


async def test_identify_and_resume_can_be_rejected_with_a_close_code() -> None:
    async with Server() as server:
        async with identified(server) as (_, ready):
            server.gateway.reject_next(2)
        resume = {"token": server.token, "session_id": ready["session_id"], "seq": 1}
        for data in (resume, {"token": server.token, "intents": 0}):
            async with connect_gateway(server) as line:
                await line.hear()
                await line.say(6 if data is resume else 2, data)
                assert await line.closed() == 4000

        async with identified(server) as (_, again):
            assert again["session_id"] != ready["session_id"]


async def test_the_end_of_a_replay_can_be_withheld() -> None:
    async with Server() as server:
        async with identified(server) as (_, ready):
            server.gateway.drop()
            await server.bot_gone()
        server.gateway.stop_resumed()
        server.world.dispatch("MISSED", {}, None, 0)
        resume = {"token": server.token, "session_id": ready["session_id"], "seq": 1}
        async with connect_gateway(server) as line:
            await line.hear()
            await line.say(6, resume)
            assert (await line.hear())["t"] == "MISSED"
            server.gateway.reconnect()
            assert (await line.hear())["op"] == 7
            server.gateway.drop()
            await server.bot_gone()

        server.gateway.start_resumed()
        async with connect_gateway(server) as line:
            await line.hear()
            await line.say(6, resume)
            assert [(await line.hear())["t"] for _ in range(2)] == ["MISSED", "RESUMED"]


async def test_connections_can_be_closed_with_a_code_or_asked_to_reconnect() -> None:
    async with Server() as server, identified(server) as (line, _):
        server.gateway.reconnect()
        server.gateway.invalidate(resumable=True)
        server.gateway.drop(code=4000)

        assert (await line.hear())["op"] == 7
        assert await line.hear() == {"op": 9, "d": True, "s": None, "t": None}
        assert await line.closed() == 4000


async def test_acks_can_be_withheld() -> None:
    async with Server() as server, identified(server) as (line, _):
        server.gateway.stop_acks()
        await line.say(1, None)
        server.gateway.reconnect()
        assert (await line.hear())["op"] == 7

        server.gateway.start_acks()
        await line.say(1, None)
        assert (await line.hear())["op"] == 11


async def test_members_can_be_requested() -> None:
    async with Server() as server, identified(server) as (line, _):
        guild = server.guild("The Long Rest")
        for name in ("Mira", "Tomas"):
            guild.member(server.user(name).account)

        await line.say(8, {"guild_id": str(guild.id), "query": "mi", "limit": 0})

        chunk = (await line.hear_event("GUILD_MEMBERS_CHUNK"))["d"]
        assert [member["user"]["global_name"] for member in chunk["members"]] == ["Mira"]


async def test_two_connections_cannot_share_a_session() -> None:
    async with (
        Server() as server,
        identified(server) as (first, ready),
        connect_gateway(server) as second,
    ):
        await second.hear()
        resume = {"token": server.token, "session_id": ready["session_id"], "seq": 1}
        await second.say(6, resume)
        await second.hear_event("RESUMED")

        assert await asyncio.wait_for(first.closed(), TIMEOUT) == 4000


async def test_a_session_outlives_a_close_of_the_server_whatever_the_bot_echoes() -> None:
    async with Server() as server:
        async with identified(server) as (line, ready):
            server.gateway.drop(code=4000)
            # Answers the close frame with a code of its own, as discord.py does.
            await line.socket.close(code=1000)
        async with connect_gateway(server) as line:
            await line.hear()
            await line.say(6, {"token": server.token, "session_id": ready["session_id"], "seq": 1})
            assert (await line.hear_event("RESUMED"))["op"] == 0
