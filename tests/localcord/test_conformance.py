"""Tests requests of real libraries against Discord's OpenAPI document."""

from pathlib import Path

import pytest

from localcord import Server
from localcord.conformance import OpenApiValidator
from tests.external_services import absent
from tests.localcord.bots import discord_py_bot, hikari_bot
from tests.localcord.raw_bot import ROLL

DOCUMENT = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture(scope="module")
def validator() -> OpenApiValidator:
    if not DOCUMENT.exists():
        absent("openapi", f"Discord's document is not at {DOCUMENT}")
    return OpenApiValidator(DOCUMENT)


def test_bad_bodies_are_named_by_field(validator: OpenApiValidator) -> None:
    long = validator.check("POST", CALLBACK, {"type": 4, "data": {"content": "x" * 2001}})
    wrong = validator.check("PUT", "/applications/{id}/commands", [{**ROLL, "options": "none"}])

    assert any("data.content" in problem for problem in long), long
    assert any("options" in problem for problem in wrong), wrong


def test_unknown_routes_and_missing_bodies_are_problems(validator: OpenApiValidator) -> None:
    assert validator.check("GET", "/dice", None) == ["GET /dice: not in Discord's document"]
    assert validator.check("POST", CALLBACK, None)
    assert validator.check("GET", "/users/@me", None) == []
    assert validator.check("GET", "/users/@me", {}) != []


def test_the_number_of_an_attachment_is_not_a_false_alarm(validator: OpenApiValidator) -> None:
    body = {"type": 4, "data": {"attachments": [{"id": 0, "filename": "rolls.csv"}]}}

    assert validator.check("POST", CALLBACK, body) == []


async def test_all_that_hikari_sends_conforms(validator: OpenApiValidator) -> None:
    async with Server() as discord, hikari_bot(discord):
        table = discord.guild("The Long Rest").channel("table")
        mira = discord.user("Mira")
        channel_user = mira.in_(table)
        reply = (await channel_user.slash("roll", pool1="1d20")).reply
        await mira.press(reply, "Roll again")
        await mira.submit((await mira.press(reply, "Add Plot Die")).modal, {"How many": "1"})
        await (await channel_user.slash("secret")).follow_up()
        for name in ("slow", "menu", "panel"):
            await channel_user.slash(name)
        await channel_user.complete("saved roll", "name", "fire")

        problems = [line for request in discord.requests for line in validator.problems(request)]
        assert problems == []
        assert len(discord.requests.find("POST", CALLBACK)) == 9


async def test_discord_py_requests_conform(validator: OpenApiValidator) -> None:
    async with Server() as discord, discord_py_bot(discord):
        mira = discord.user("Mira")
        reply = (await mira.in_direct().slash("roll", pool1="1d20")).reply
        await mira.submit((await mira.press(reply, "Add Plot Die")).modal, {"How many": "1"})

        problems = [line for request in discord.requests for line in validator.problems(request)]
        assert problems == []
