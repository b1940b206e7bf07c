"""Tests the locales of users and guilds, and the rules of translations."""

from typing import Any

import aiohttp
import pytest

from localcord import Server
from localcord.__main__ import build, parse_arguments
from localcord.errors import ApiError
from localcord.locales import LOCALES
from localcord.rules.commands import check_command
from tests.localcord.raw_bot import Json, identified, raw_bot, rest_of, strict

ROLL: Json = {"name": "roll", "description": "Roll."}
INVALID_NAME = "APPLICATION_COMMAND_INVALID_NAME"
TOO_LONG = "BASE_TYPE_BAD_LENGTH"


async def test_interactions_have_the_current_locales() -> None:
    async with Server() as server, raw_bot(server) as (line, _):
        guild = server.guild("The Long Rest", locale="de")
        mira = server.user("Mira", locale="fr")
        channel_user = mira.in_(guild.channel("table"))
        channel_user.start("roll")
        before = (await line.hear_event("INTERACTION_CREATE"))["d"]

        mira.locale = "pt-BR"
        server.world.set_guild_locale(guild, "es-ES")
        channel_user.start("roll")
        after = (await line.hear_event("INTERACTION_CREATE"))["d"]

    assert (before["locale"], before["guild_locale"]) == ("fr", "de")
    assert (after["locale"], after["guild_locale"]) == ("pt-BR", "es-ES")
    assert after["guild"]["locale"] == "es-ES"


async def test_the_bot_is_notified_of_a_guilds_new_language() -> None:
    async with Server() as server, identified(server, intents=1) as (line, _):
        guild = server.guild("The Long Rest")

        server.world.set_guild_locale(guild, "ja")

        guild_update = (await line.hear_event("GUILD_UPDATE"))["d"]
        assert (guild_update["id"], guild_update["preferred_locale"]) == (str(guild.id), "ja")


def test_only_discords_languages_are_spoken() -> None:
    server = Server()
    mira = server.user("Mira")

    with pytest.raises(ValueError, match="Discord has no locale 'pt'; it has: en-US, "):
        mira.locale = "pt"
    with pytest.raises(ValueError, match="no locale 'de-DE'"):
        server.user("Jana", locale="de-DE")
    with pytest.raises(ValueError, match="no locale 'en'"):
        server.guild("Elsewhere", locale="en")


def test_the_command_line_names_languages() -> None:
    cast = ("--user", "Ada:Player:fr", "--user", "Bo", "--locale", "de", "--guild-locale", "ja")
    server = build(parse_arguments([*cast]))

    (guild,) = server.world.guilds.values()

    assert [person.locale for person in server.people] == ["fr", "de"]
    assert guild.locale == "ja"


def test_the_command_line_refuses_an_unknown_language(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(["--user", "Ada:Player:french"])

    assert "'french' is no locale of Discord's" in capsys.readouterr().err


def option(**fields: Any) -> Json:
    return {**ROLL, "options": [{"type": 3, "name": "dice", "description": "d", **fields}]}


@pytest.mark.parametrize(
    ("body", "where", "code"),
    [
        ({**ROLL, "name_localizations": {"de": "Wurf"}}, "name_localizations.de", INVALID_NAME),
        ({**ROLL, "name_localizations": {"de": "ein wurf"}}, "name_localizations.de", INVALID_NAME),
        ({**ROLL, "name_localizations": {"de": "ü" * 33}}, "name_localizations.de", TOO_LONG),
        ({**ROLL, "name_localizations": {"de": ""}}, "name_localizations.de", TOO_LONG),
        (
            {**ROLL, "name_localizations": {"pt": "rolar"}},
            "name_localizations.pt",
            "BASE_TYPE_CHOICES",
        ),
        (
            {**ROLL, "description_localizations": {"fr": "x" * 101}},
            "description_localizations.fr",
            TOO_LONG,
        ),
        (
            {**ROLL, "description_localizations": {"de-DE": "x"}},
            "description_localizations.de-DE",
            "BASE_TYPE_CHOICES",
        ),
        (
            {"type": 3, "name": "Quote", "name_localizations": {"fr": "x" * 33}},
            "name_localizations.fr",
            TOO_LONG,
        ),
        (
            option(name_localizations={"fr": "dés à jouer"}),
            "options.0.name_localizations.fr",
            INVALID_NAME,
        ),
        (
            option(choices=[{"name": "x", "value": "x", "name_localizations": {"xx": "y"}}]),
            "options.0.choices.0.name_localizations.xx",
            "BASE_TYPE_CHOICES",
        ),
        (
            option(choices=[{"name": "x", "value": "x", "name_localizations": {"fr": "y" * 101}}]),
            "options.0.choices.0.name_localizations.fr",
            TOO_LONG,
        ),
    ],
)
def test_a_bad_translation_names_its_field(body: Json, where: str, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_command(strict(), body, [])

    errors = refused.value.errors
    for key in where.split("."):
        assert errors is not None
        errors = errors[key]
    assert errors is not None
    assert next(error["code"] for error in errors["_errors"]) == code


def test_every_language_may_be_translated_to() -> None:
    words = {"fr": "dés", "pt-BR": "rolar", "hi": "फेंक", "th": "ทอย", "ja": "投げる"}
    names = {locale: words.get(locale, "wurf") for locale in LOCALES}
    choice = {"name": "x", "value": "x", "name_localizations": dict.fromkeys(LOCALES, "Größer, ja")}
    body = option(name_localizations=names, choices=[choice])

    check_command(strict(), {**body, "name_localizations": names}, [])
    check_command(
        strict(), {"type": 3, "name": "x", "name_localizations": {"de": "Zitiere das"}}, []
    )


def test_of_a_text_in_many_languages_the_longest_counts() -> None:
    """7,929 characters fit, 95 more in one language are too many."""
    choices = [{"name": "n" * 99, "value": "v" * 100}]
    options = [
        {"type": 3, "name": f"o{n:030}", "description": "d" * 100, "choices": choices}
        for n in range(24)
    ]
    fits = {**ROLL, "options": options}
    check_command(strict(), fits, [])
    check_command(strict(), {**fits, "description_localizations": {"de": "kurz"}}, [])

    with pytest.raises(ApiError) as refused:
        check_command(strict(), {**fits, "description_localizations": {"de": "l" * 100}}, [])
    assert refused.value.errors is not None
    assert refused.value.errors["_errors"][0]["code"] == "APPLICATION_COMMAND_TOO_LARGE"


async def test_translations_are_listed_on_request_only() -> None:
    translate = option(name_localizations={"de": "würfel"})
    async with Server() as server, identified(server), rest_of(server) as rest:
        await rest.register({**translate, "description_localizations": {"de": "Wirf."}})
        path = f"/applications/{server.application_id}/commands"

        _, plain = await rest.call("GET", path)
        _, whole = await rest.call("GET", f"{path}?with_localizations=true")

    assert "localizations" not in str(plain)
    assert whole[0]["description_localizations"] == {"de": "Wirf."}
    assert whole[0]["options"][0]["name_localizations"] == {"de": "würfel"}


async def test_the_browser_needs_a_permission_to_change_a_guilds_language() -> None:
    async with Server() as server, aiohttp.ClientSession() as session:
        channel = server.guild("The Long Rest").channel("table")
        mira = server.user("Mira")
        headers = {"X-Localcord": "client"}
        request_body = {"user": str(mira.id), "channel": str(channel.id), "locale": "de"}

        async with session.post(
            f"{server.client_url}client/guild-language", json=request_body, headers=headers
        ) as response:
            assert (await response.json())["error"] == "Mira may not manage the server."
        async with session.post(
            f"{server.client_url}client/language",
            json={**request_body, "locale": "xx"},
            headers=headers,
        ) as response:
            assert (response.status, mira.locale) == (400, "en-US")
