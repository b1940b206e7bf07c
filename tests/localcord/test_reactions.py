"""Tests reactions of bots and users."""

from urllib.parse import quote

import pytest

from localcord import CannotUse, Server
from localcord.permissions import ADD_REACTIONS, DEFAULT_PERMISSIONS, MANAGE_MESSAGES
from tests.localcord.raw_bot import identified, rest_of

THUMB, SWORDS = "👍", "⚔️"
REACTIONS = 1 << 10


async def test_a_bot_and_users_react_to_a_message() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        message = mira.in_(table).say("To arms!")
        path = f"/channels/{table.id}/messages/{message.id}/reactions/{quote(SWORDS)}"

        status, _ = await rest.call("PUT", f"{path}/@me")
        mira.react(message, SWORDS)
        mira.react(message, THUMB)
        _, users = await rest.call("GET", path)
        _, read = await rest.call("GET", f"/channels/{table.id}/messages/{message.id}")
        await rest.call("DELETE", f"{path}/@me")
        mira.react(message, THUMB)
        denied, _ = await rest.call("DELETE", f"{path}/{mira.id}")
        table.bot_permissions |= MANAGE_MESSAGES
        removed, _ = await rest.call("DELETE", f"{path}/{mira.id}")

    assert (status, denied, removed) == (204, 403, 204)
    assert [user["global_name"] for user in users] == ["Bot", "Mira"]
    assert [
        (reaction["emoji"]["name"], reaction["count"], reaction["me"])
        for reaction in read["reactions"]
    ] == [
        (SWORDS, 2, True),
        (THUMB, 1, False),
    ]
    assert message.json["reactions"] == []


@pytest.mark.parametrize("text", ["x", "yes", "12", "tada:1", ""])
async def test_only_emojis_are_reactions(text: str) -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        message = mira.in_(table).say("Hello.")
        path = f"/channels/{table.id}/messages/{message.id}/reactions/{quote(text) or '%20'}/@me"

        status, body = await rest.call("PUT", path)

        assert (status, body["code"]) == (404, 10014)
        with pytest.raises(CannotUse, match="no emoji"):
            mira.react(message, text)


async def test_a_bot_without_the_permission_joins_only_existing_reactions() -> None:
    async with Server() as server, rest_of(server) as rest:
        table = server.guild("The Long Rest").channel("table")
        table.bot_permissions = DEFAULT_PERMISSIONS & ~ADD_REACTIONS
        mira = server.user("Mira")
        message = mira.in_(table).say("Hello.")
        mira.react(message, THUMB)
        path = f"/channels/{table.id}/messages/{message.id}/reactions"

        joined, _ = await rest.call("PUT", f"{path}/{quote(THUMB)}/@me")
        denied, body = await rest.call("PUT", f"{path}/{quote(SWORDS)}/@me")

    assert (joined, denied, body["code"]) == (204, 403, 50013)


async def test_a_bot_hears_of_reactions_with_the_intent() -> None:
    async with Server() as server, identified(server, intents=1 | REACTIONS) as (bot, _):
        table = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        message = mira.in_(table).say("Hello.")
        mira.react(message, THUMB)
        added = (await bot.hear_event("MESSAGE_REACTION_ADD"))["d"]
        mira.react(message, THUMB)
        removed = (await bot.hear_event("MESSAGE_REACTION_REMOVE"))["d"]

    assert (added["user_id"], added["emoji"]["name"]) == (str(mira.id), THUMB)
    assert added["member"]["user"]["global_name"] == "Mira"
    assert (removed["message_id"], "member" in removed) == (str(message.id), False)
