"""Tests that ephemeral messages use the user's language and public ones the server's."""

from __future__ import annotations

from localcord import ChannelUser, Message
from nazh.adapters.inbound.texts.languages import translator_for
from tests.e2e.conftest import Table
from tests.e2e.program import Program

GERMAN, FRENCH, SPANISH = translator_for("de"), translator_for("fr"), translator_for("es-ES")


def french_seat(table: Table, locale: str) -> ChannelUser:
    """Return Alice, who uses another language, in a French server."""
    table.alice.locale = locale
    return table.alice.in_(table.discord.guild("Salon", locale="fr").channel("table"))


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def test_a_refusal_is_in_the_language_of_the_user(table: Table, bot: Program) -> None:
    channel_user = french_seat(table, "de")

    conversation = await channel_user.slash("roll", pool1="1d20+5junk")

    assert conversation.ephemeral
    assert GERMAN("I can't read “{word}” here.", word="junk") in conversation.reply.text


async def test_a_result_is_in_the_language_of_the_server(table: Table, bot: Program) -> None:
    channel_user = french_seat(table, "de")

    conversation = await channel_user.slash("roll", pool1="1d20 vs 30")

    assert FRENCH("Roll Again") in labels(conversation.reply)
    assert FRENCH("failure by {margin}", margin=29)[:5] in conversation.reply.text


async def test_ephemeral_messages_are_in_the_users_language(table: Table, bot: Program) -> None:
    channel_user = french_seat(table, "es-ES")

    helped = await channel_user.slash("help")
    built = await channel_user.slash("build")
    secret = await channel_user.slash("roll", pool1="1d20", secret=True)

    assert SPANISH("For players") in helped.reply.text
    assert SPANISH("Roll Secretly") in labels(built.reply)
    assert SPANISH("Reveal") in labels(secret.reply)


async def test_commands_have_their_names_in_every_language(table: Table, bot: Program) -> None:
    commands = table.discord.requests.find("PUT")[-1].body
    (roll,) = [command for command in commands if command["name"] == "roll"]

    assert roll["name_localizations"]["de"] == GERMAN("roll")
    assert roll["description_localizations"]["fr"] != roll["description"]
    assert roll["options"][0]["description_localizations"]["es-ES"] != ""
    assert set(roll["name_localizations"]) >= {"de", "fr", "es-ES", "es-419", "pt-BR"}
