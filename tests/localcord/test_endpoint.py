"""Tests interactions that are posted to a bare bot over HTTP."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from localcord import Conversation, EndpointRefused, NotAnswered, Server, Settings
from localcord.endpoint.keys import KeyPair
from tests.localcord.endpoints import PONG, SEVENTEEN, http_bot, listening
from tests.localcord.raw_bot import ROLL, Json, identified, rest_of

HASTY = Settings(answer_within=0.3)
SLOW_DISCORD = Settings(answer_within=30.0, max_wait=30.0)
BUTTON: Json = [
    {"type": 1, "components": [{"type": 2, "style": 1, "label": "Again", "custom_id": "again"}]}
]
FORM: Json = {
    "custom_id": "form",
    "title": "How many?",
    "components": [
        {
            "type": 1,
            "components": [{"type": 4, "custom_id": "n", "label": "Dice", "style": 1}],
        }
    ],
}


# Requests


async def test_an_interaction_is_posted_signed_and_answered_in_the_response() -> None:
    async with http_bot() as (server, bot):
        table = server.guild("The Long Rest").channel("table")

        conversation = await server.user("Mira").in_(table).slash("roll", pool1="1d20")

        (interaction,), (headers,) = bot.interactions, bot.headers
        assert conversation.reply.content == "17"
        assert interaction["data"]["options"] == [{"name": "pool1", "type": 3, "value": "1d20"}]
        assert interaction["guild_id"] == str(table.guild_id)
        assert headers["User-Agent"] == "Discord-Interactions/1.0 (+https://discord.com)"
        assert headers["Content-Type"] == "application/json"
        assert bot.refused == 1, "the one wrong signature is that of Discord's check"


async def test_an_endpoint_ends_interactions_over_the_gateway() -> None:
    async with http_bot() as (server, _), identified(server) as (line, _):
        await server.user("Mira").in_direct().slash("roll")
        server.gateway.reconnect()

        assert (await line.hear())["op"] == 7


async def test_without_an_endpoint_interactions_go_over_the_gateway_again() -> None:
    async with http_bot() as (server, bot), identified(server) as (line, _):
        await server.interactions_endpoint(None)

        server.user("Mira").in_direct().start("roll")

        assert (await line.hear_event("INTERACTION_CREATE"))["d"]["type"] == 2
        assert bot.interactions == []


async def test_one_connection_carries_many_interactions() -> None:
    async with http_bot() as (server, bot):
        channel_user = server.user("Mira").in_direct()
        bot.lines.clear()

        for _ in range(5):
            await channel_user.slash("roll")

        assert len(bot.lines) == 1
        assert [delivery.status for delivery in server.endpoint.deliveries] == [200] * 5


def test_the_keys_of_an_application_are_the_same_in_every_run() -> None:
    assert KeyPair(7).verify_key == KeyPair(7).verify_key != KeyPair(8).verify_key


# Responses


async def test_buttons_forms_and_completion_work_over_http() -> None:
    def answer(interaction: Json) -> Json:
        match interaction["type"]:
            case 2:
                return {"type": 4, "data": {"content": "17", "components": BUTTON}}
            case 3:
                return {"type": 9, "data": FORM}
            case 4:
                return {"type": 8, "data": {"choices": [{"name": "d20", "value": "1d20"}]}}
            case _:
                return {"type": 7, "data": {"content": "18"}}

    option = {**ROLL["options"][0], "autocomplete": True}
    async with http_bot(answer) as (server, bot):
        await bot.rest.register({**ROLL, "options": [option]})
        mira = server.user("Mira")

        completed = await mira.in_direct().complete("roll", "pool1", "1d")
        rolled = await mira.in_direct().slash("roll", pool1="1d20")
        pressed = await mira.press(rolled.reply, "Again")
        submitted = await mira.submit(pressed.modal, {"Dice": "2"})

        assert completed.choices == [{"name": "d20", "value": "1d20"}]
        assert submitted.updated.content == rolled.reply.content == "18"


async def test_menu_commands_and_follow_ups_work_over_http() -> None:
    async with http_bot(lambda interaction: {"type": 5}) as (server, bot):
        await bot.rest.register({"name": "Odds", "type": 3})
        mira = server.user("Mira")
        conversation = mira.in_direct().start_message_command("Odds", mira.in_direct().say("2d6"))
        await conversation.acknowledged()

        hook = f"/webhooks/{server.application_id}/{conversation.token}"
        await bot.rest.call("PATCH", f"{hook}/messages/@original", {"content": "7"})
        await bot.rest.call("POST", hook, {"content": "often"})

        assert (await conversation.answered()).reply.content == "7"
        assert (await conversation.follow_up()).content == "often"


async def test_an_answer_may_carry_files() -> None:
    def answer(interaction: Json) -> web.Response:
        form = aiohttp.FormData()
        form.add_field("payload_json", '{"type": 4, "data": {"content": "chart"}}')
        form.add_field("files[0]", b"\x89PNG", filename="odds.png", content_type="image/png")
        payload = form()
        return web.Response(body=payload, headers=payload.headers)

    async with http_bot(answer) as (server, _):
        conversation = await server.user("Mira").in_direct().slash("roll")

        assert conversation.reply.content == "chart"
        assert conversation.reply.files == {"odds.png": b"\x89PNG"}


async def test_202_without_a_body_says_that_the_callback_will_answer() -> None:
    async with http_bot(lambda interaction: web.Response(status=202)) as (server, bot):
        conversation = server.user("Mira").in_direct().start("roll")
        assert await server.endpoint.wait_for_deliveries()

        status, _ = await bot.rest.answer(bot.interactions[0], SEVENTEEN)

        assert status == 204
        assert (await conversation.answered()).reply.content == "17"
        assert conversation.refusals == []


async def test_of_two_answers_the_first_counts() -> None:
    replies: list[int] = []

    async def answer(interaction: Json) -> Json:
        replies.append((await bot.rest.answer(interaction, SEVENTEEN))[0])
        return {"type": 4, "data": {"content": "18"}}

    async with http_bot(answer) as (server, bot):
        conversation = server.user("Mira").in_direct().start("roll")
        refused = await conversation.refused()
        late, body = await bot.rest.answer(bot.interactions[0], SEVENTEEN)

        assert replies == [204]
        assert conversation.reply.content == "17"
        assert "40060" in refused
        assert (late, body["code"]) == (400, 40060)


# Problems


async def _failed(answer: Any) -> Conversation:
    """Use a command of a bot with invalid responses; return the refused conversation."""
    async with http_bot(answer, SLOW_DISCORD) as (server, _):
        if answer is _late:
            server.world.settings = HASTY  # not before the endpoint was verified
        conversation = server.user("Mira").in_direct().start("roll")
        await conversation.refused()
        conversation.answer_within = 0.0
        with pytest.raises(NotAnswered, match="did not answer"):
            await conversation.answered()
        return conversation


def _gone(interaction: Json) -> web.Response:
    raise web.HTTPInternalServerError


def _elsewhere(interaction: Json) -> web.Response:
    raise web.HTTPFound("/interactions")


async def _late(interaction: Json) -> Json:
    await asyncio.sleep(5)
    return SEVENTEEN


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (_gone, "answered 500 Internal Server Error"),
        (_elsewhere, "answered 302 Found"),
        (_late, "no answer within 0.3 s"),
        (lambda interaction: web.Response(status=200), "answered 200 without a body"),
        (lambda interaction: web.Response(text="seventeen"), "50109"),
        (lambda interaction: PONG, "50035 Invalid Form Body (type: Value must be one of"),
        (
            lambda interaction: {"type": 4, "data": {"content": "x" * 2001}},
            "data.content: Must be 2000",
        ),
        (
            lambda interaction: web.Response(body=b"--", content_type="multipart/form-data"),
            "50109",
        ),
    ],
)
async def test_a_failed_interaction_says_why(answer: Any, why: str) -> None:
    conversation = await _failed(answer)

    (refusal,) = conversation.refusals
    assert refusal.startswith("interactions endpoint: ")
    assert why in refusal


async def test_a_broken_connection_is_recorded_and_nothing_is_resent() -> None:
    def answer(interaction: Json) -> web.Response:
        interactions.append(interaction)
        raise asyncio.CancelledError

    interactions: list[Json] = []
    async with http_bot(answer, SLOW_DISCORD) as (server, _):
        conversation = server.user("Mira").in_direct().start("roll")

        assert "broken connection" in await conversation.refused()
        assert len(interactions) == 1
        assert server.endpoint.deliveries[0].status == 0
        assert "broken connection" in server.endpoint.deliveries[0].problem


async def test_a_refused_connection_is_recorded() -> None:
    async with Server(SLOW_DISCORD, interactions_url="http://127.0.0.1:9/") as server:
        async with rest_of(server) as rest:
            await rest.register(ROLL)
        conversation = server.user("Mira").in_direct().start("roll")

        assert "broken connection" in await conversation.refused()


# Faults


async def test_a_spoiled_signature_reaches_a_bot_that_refuses_it() -> None:
    async with http_bot(settings=SLOW_DISCORD) as (server, bot):
        server.endpoint.spoil_signatures()
        channel_user = server.user("Mira").in_direct()

        spoiled = channel_user.start("roll")

        assert "answered 401" in await spoiled.refused()
        assert (await channel_user.slash("roll")).reply.content == "17"
        assert len(bot.interactions) == 1


async def test_a_backdated_delivery_is_signed_rightly_and_old() -> None:
    async with http_bot() as (server, bot):
        channel_user = server.user("Mira").in_direct()
        await channel_user.slash("roll")
        server.endpoint.backdate(600)

        await channel_user.slash("roll")

        fresh, old = (int(header["X-Signature-Timestamp"]) for header in bot.headers)
        assert 590 <= fresh - old <= 610


async def test_a_fast_clock_does_not_date_signatures() -> None:
    began = int(time.time()) - 3_600
    async with http_bot(settings=Settings(clock_speed=600, clock_began=began)) as (server, bot):
        await server.user("Mira").in_direct().slash("roll")

        (signed,) = (int(header["X-Signature-Timestamp"]) for header in bot.headers)
        assert abs(signed - time.time()) < 60
        assert server.world.clock.now() - signed > 600 * 3_000


@pytest.mark.parametrize("apart", [0.0, 0.2])
async def test_a_repeated_delivery_has_the_same_bytes_and_the_second_response_counts(
    apart: float,
) -> None:
    answers = iter("12")

    def answer(interaction: Json) -> Json:
        return {"type": 4, "data": {"content": next(answers)}}

    async with http_bot(answer) as (server, bot):
        server.endpoint.repeat(apart=apart)

        conversation = await server.user("Mira").in_direct().slash("roll")
        assert await server.endpoint.wait_for_deliveries(2)

        first, second = bot.interactions
        assert first == second
        assert len({header["X-Signature-Ed25519"] for header in bot.headers}) == 1
        assert sorted(delivery.answer[-4:-3] for delivery in server.endpoint.deliveries) == [
            b"1",
            b"2",
        ]
        assert conversation.refusals == []
        assert conversation.reply.content in (("2",) if apart else ("1", "2"))


async def test_a_delivery_can_be_held_back() -> None:
    async with http_bot() as (server, _):
        server.endpoint.delay(0.1)

        conversation = await server.user("Mira").in_direct().slash("roll")

        assert conversation.latency >= 0.1


# Validation of endpoints


async def _careless(request: web.Request) -> web.Response:
    return web.json_response(PONG)


async def _deaf(request: web.Request) -> web.Response:
    return web.json_response({"type": 4})


async def test_the_portal_refuses_an_endpoint_that_does_not_verify() -> None:
    async with Server() as server:
        async with listening(_careless) as url:
            with pytest.raises(EndpointRefused, match="wrong signature was answered 200, not 401"):
                await server.interactions_endpoint(url)
        async with listening(_deaf) as url:
            with pytest.raises(EndpointRefused, match="something else than"):
                await server.interactions_endpoint(url)
        with pytest.raises(EndpointRefused, match="broken connection"):
            await server.interactions_endpoint("http://127.0.0.1:9/")

        assert server.interactions_url is None


async def test_the_bot_sets_its_own_endpoint() -> None:
    async with http_bot() as (server, bot):
        url = server.interactions_url
        await server.interactions_endpoint(None)

        status, application = await bot.rest.call(
            "PATCH", "/applications/@me", {"interactions_endpoint_url": url}
        )
        _, read = await bot.rest.call("GET", "/oauth2/applications/@me")

        assert status == 200
        assert application["interactions_endpoint_url"] == read["interactions_endpoint_url"] == url
        assert read["verify_key"] == server.verify_key


async def test_a_bad_endpoint_is_refused_in_discords_words() -> None:
    async with Server() as server, rest_of(server) as rest, listening(_careless) as url:
        for bad in (url, "not an address"):
            body = {"interactions_endpoint_url": bad}
            status, error = await rest.call("PATCH", "/applications/@me", body)

            (problem,) = error["errors"]["interactions_endpoint_url"]["_errors"]
            assert (status, error["code"]) == (400, 50035)
            assert problem["code"] == "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID"
            assert server.interactions_url is None


async def test_an_endpoint_is_given_up_with_null_or_nothing() -> None:
    async with http_bot() as (server, bot):
        url = server.interactions_url
        for nothing in (None, ""):
            await server.interactions_endpoint(url)
            body = {"interactions_endpoint_url": nothing}
            await bot.rest.call("PATCH", "/applications/@me", body)

            assert server.interactions_url is None


async def test_a_bot_with_an_endpoint_is_ready_when_it_answers_a_ping() -> None:
    async with http_bot() as (server, _):
        await server.bot_ready()

    async with Server(interactions_url="http://127.0.0.1:9/") as server:
        with pytest.raises(NotAnswered, match=r"was not ready within 0\.1 s: broken connection"):
            await server.bot_ready(commands=False, timeout=0.1)
