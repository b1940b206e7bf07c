"""Tests callbacks, follow-ups and edits of a bare bot."""

import asyncio
from typing import Any

import pytest

from localcord import CannotUse, NoSuchAnswer, NotAnswered, Server, Settings
from tests.localcord.raw_bot import ROLL, Json, raw_bot

BUTTONS: Json = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": "Again", "custom_id": "again"},
            {"type": 2, "style": 2, "label": "Gone", "custom_id": "gone", "disabled": True},
            {"type": 2, "style": 5, "label": "Rules", "url": "https://example.com"},
        ],
    }
]


def hook(server: Server, interaction: Json) -> str:
    return f"/webhooks/{server.application_id}/{interaction['token']}"


async def test_an_interaction_names_user_channel_and_command() -> None:
    async with Server() as server, raw_bot(server) as (line, _):
        table = server.guild("The Long Rest", locale="de").channel("table")
        mira = server.user("Mira", locale="fr")

        mira.in_(table).start("roll", pool1="1d20")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]

        assert interaction["type"] == 2
        assert interaction["data"]["options"] == [{"name": "pool1", "type": 3, "value": "1d20"}]
        assert interaction["member"]["user"]["global_name"] == "Mira"
        assert (interaction["locale"], interaction["guild_locale"]) == ("fr", "de")
        assert interaction["channel"]["id"] == interaction["channel_id"] == str(table.id)
        assert interaction["authorizing_integration_owners"] == {"0": str(table.guild_id)}
        assert interaction["context"] == 0
        assert "user" not in interaction


async def test_a_direct_message_has_a_user_and_no_guild() -> None:
    async with Server() as server, raw_bot(server) as (line, _):
        mira = server.user("Mira")

        mira.in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]

        assert interaction["user"]["id"] == str(mira.id)
        assert interaction["context"] == 1
        assert "guild_id" not in interaction
        assert "member" not in interaction


async def test_outside_the_bots_guilds_the_user_owns_the_installation() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        table = server.guild("Elsewhere", bot_joined=False).channel("table")
        mira = server.user("Mira")
        with pytest.raises(CannotUse, match="needs the bot"):
            mira.in_(table).start("roll")
        await rest.register({**ROLL, "integration_types": [0, 1]})

        mira.in_(table).start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        status, body = await rest.call("POST", f"/channels/{table.id}/messages", {"content": "x"})

        assert interaction["authorizing_integration_owners"] == {"1": str(mira.id)}
        assert (status, body["code"]) == (403, 50001)


async def test_an_answer_becomes_a_message() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        table = server.guild("The Long Rest").channel("table")
        conversation = server.user("Mira").in_(table).start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]

        body = {"type": 4, "data": {"content": "17", "components": BUTTONS}}
        status, callback_response = await rest.answer(interaction, body, show=True)

        message = callback_response["resource"]["message"]
        assert status == 200
        assert callback_response["interaction"]["response_message_id"] == message["id"]
        assert message["type"] == 20
        assert message["webhook_id"] == str(server.application_id)
        assert message["interaction_metadata"]["id"] == interaction["id"]
        assert message["interaction_metadata"]["user"]["global_name"] == "Mira"
        assert [part["id"] for part in message["components"][0]["components"]] == [2, 3, 4]
        assert (await conversation.answered()).reply.content == "17"


async def test_without_being_asked_the_callback_shows_nothing() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]

        assert await rest.answer(interaction, {"type": 4, "data": {"content": "17"}}) == (204, None)


async def test_a_second_callback_is_refused() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        conversation = server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 4, "data": {"content": "17"}})

        status, body = await rest.answer(interaction, {"type": 4, "data": {"content": "18"}})

        assert (status, body["code"]) == (400, 40060)
        assert conversation.reply.content == "17"


async def test_a_late_callback_is_refused() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        server.clock.advance(3.1)

        status, body = await rest.answer(interaction, {"type": 4, "data": {"content": "17"}})

        assert (status, body["code"]) == (404, 10062)


async def test_a_callback_with_a_wrong_token_is_refused() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]

        status, body = await rest.answer(
            {**interaction, "token": "guessed"}, {"type": 4, "data": {}}
        )

        assert (status, body["code"]) == (404, 10062)


async def test_an_unanswered_interaction_names_the_refusals() -> None:
    async with Server(Settings(answer_within=60.0)) as server, raw_bot(server) as (line, rest):
        silent = server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 4, "data": {"content": "x" * 2001}})

        silent.answer_within = 0.5
        expected = r"did not answer within 0\.5 seconds.*data\.content: Must be 2000 or fewer"
        with pytest.raises(NotAnswered, match=expected):
            await silent.answered()


async def test_a_deferral_is_thinking_until_it_is_edited() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        conversation = server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]

        await rest.answer(interaction, {"type": 5, "data": {"flags": 64}})
        await conversation.acknowledged()
        assert conversation.reply.loading
        assert not conversation.is_answered
        edit = {"content": "17"}
        status, _ = await rest.call(
            "PATCH", hook(server, interaction) + "/messages/@original", edit
        )

        assert status == 200
        assert (await conversation.answered()).reply.content == "17"
        assert conversation.ephemeral
        assert not conversation.reply.loading


async def test_the_first_follow_up_fills_in_a_deferral_and_the_second_does_not() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        conversation = server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 5})

        await rest.call("POST", hook(server, interaction), {"content": "first"})
        await rest.call("POST", hook(server, interaction), {"content": "second", "flags": 64})

        assert (await conversation.answered()).reply.content == "first"
        second = await conversation.follow_up()
        assert second.content == "second"
        assert second.ephemeral
        assert second.json["interaction_metadata"]["original_response_message_id"] == str(
            conversation.reply.id
        )


async def test_follow_ups_are_read_edited_and_deleted_by_id() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        conversation = server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 4, "data": {"content": "17"}})
        _, message = await rest.call("POST", hook(server, interaction), {"content": "again"})
        path = f"{hook(server, interaction)}/messages/{message['id']}"

        assert (await rest.call("GET", path))[1]["content"] == "again"
        assert (await rest.call("PATCH", path, {"content": "anew"}))[1]["content"] == "anew"
        assert await rest.call("DELETE", path) == (204, None)
        status, body = await rest.call("GET", path)
        assert (status, body["code"]) == (404, 10008)
        assert conversation.follow_ups[0].deleted


async def test_a_token_ends_after_fifteen_minutes() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(interaction, {"type": 4, "data": {"content": "17"}})
        server.clock.advance(15 * 60)

        status, body = await rest.call("POST", hook(server, interaction), {"content": "late"})

        assert (status, body["code"]) == (401, 50027)


async def test_there_is_no_webhook_before_the_callback_or_for_strangers() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        paths = [
            hook(server, interaction),
            hook(server, {"token": "guessed"}),
            f"/webhooks/1/{interaction['token']}",
        ]

        for path in paths:
            status, body = await rest.call("POST", path, {"content": "early"})
            assert (status, body["code"]) == (404, 10015)


async def test_a_component_answer_carries_the_whole_message() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        mira = server.user("Mira")
        conversation = mira.in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        embeds = [{"title": "Result", "color": None}]
        await rest.answer(
            interaction, {"type": 4, "data": {"embeds": embeds, "components": BUTTONS}}
        )

        pressing = mira.start_press(conversation.reply, "Again")
        pressed = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(pressed, {"type": 7, "data": {"content": "anew"}})

        assert pressed["type"] == 3
        assert pressed["data"] == {"custom_id": "again", "component_type": 2, "id": 2}
        assert pressed["message"]["embeds"] == [{"title": "Result", "type": "rich"}]
        assert pressed["message"]["interaction_metadata"]["id"] == interaction["id"]
        assert (await pressing.answered()).updated is conversation.reply
        assert conversation.reply.content == "anew"
        assert conversation.reply.embeds, "what an edit does not name stays"
        with pytest.raises(NoSuchAnswer, match="update, not a message"):
            _ = pressing.reply


async def test_a_deferred_update_alone_changes_nothing() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        mira = server.user("Mira")
        conversation = mira.in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(
            interaction, {"type": 4, "data": {"content": "17", "components": BUTTONS}}
        )
        pressing = mira.start_press(conversation.reply, "Again")
        pressed = (await line.hear_event("INTERACTION_CREATE"))["d"]

        await rest.answer(pressed, {"type": 6})
        await pressing.answered()
        assert conversation.reply.edits == 0
        path = hook(server, pressed) + "/messages/@original"
        await rest.call("PATCH", path, {"components": []})

        assert (await pressing.edited()) is conversation.reply
        assert conversation.reply.buttons == []


async def test_a_modal_responds_to_the_interaction_that_opened_it() -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        mira = server.user("Mira")
        opening = mira.in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]
        field = {"type": 4, "custom_id": "why", "style": 2, "label": "Why", "required": False}
        modal: dict[str, Any] = {
            "custom_id": "form",
            "title": "Reasons",
            "components": [{"type": 1, "components": [field]}],
        }

        status, callback_response = await rest.answer(
            interaction, {"type": 9, "data": modal}, show=True
        )
        submitting = mira.start_submit((await opening.answered()).modal, {"Why": "because"})
        submission = (await line.hear_event("INTERACTION_CREATE"))["d"]
        await rest.answer(submission, {"type": 4, "data": {"content": "I see."}})

        assert (status, list(callback_response)) == (200, ["interaction"])
        assert submission["type"] == 5
        assert submission["data"]["components"][0]["components"][0]["value"] == "because"
        reply = (await submitting.answered()).reply
        metadata = reply.json["interaction_metadata"]
        assert metadata["triggering_interaction_metadata"]["id"] == interaction["id"]


@pytest.mark.parametrize("number", [6, 7, 8, 1, None, "4", True])
async def test_a_command_cannot_be_answered_by_just_anything(number: Json) -> None:
    async with Server() as server, raw_bot(server) as (line, rest):
        server.user("Mira").in_direct().start("roll")
        interaction = (await line.hear_event("INTERACTION_CREATE"))["d"]

        status, body = await rest.answer(interaction, {"type": number, "data": {"content": "17"}})

        assert (status, body["code"]) == (400, 50035)
        assert "type" in body["errors"]


async def test_five_hundred_interactions_may_be_in_flight() -> None:
    async with Server(Settings(answer_within=60.0)) as server, raw_bot(server) as (line, rest):
        channel_user = server.user("Mira").in_(server.guild("The Long Rest").channel("table"))

        flying = [channel_user.start("roll", pool1="1d20") for _ in range(500)]
        interactions = [(await line.hear_event("INTERACTION_CREATE"))["d"] for _ in flying]
        for interaction in interactions:
            await rest.answer(interaction, {"type": 4, "data": {"content": "17"}})
        await asyncio.gather(*(conversation.answered() for conversation in flying))

        assert [interaction["id"] for interaction in interactions] == [
            str(each.id) for each in flying
        ]
        assert all(conversation.answered_at > conversation.dispatched_at for conversation in flying)
