"""Tests statistics of a user, a character and a server, with their picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Table
from tests.e2e.image_responses import wait_for_image
from tests.e2e.program import Program, run_bot


@pytest.mark.slow
async def test_own_rolls_are_counted_with_a_picture(table: Table, bot: Program) -> None:
    await table.channel_user.slash("roll", pool1="a1d20+5", pool2="2d6")
    await table.channel_user.slash("roll", pool1="4d6kh3", secret=True)
    await table.bob.in_(table.channel).slash("roll", pool1="1d20")

    conversation = await wait_for_image(table.channel_user, "stats")

    assert conversation.ephemeral
    text = conversation.reply.text
    assert "2 rolls, 8 dice, since <t:" in text
    assert "Luck of these dice: " in text
    assert "`d6` 6 dice, average" in text
    assert "in each row" not in text
    assert conversation.follow_ups == []
    assert conversation.reply.files["stats-1.png"].startswith(b"\x89PNG")
    _, gallery = conversation.reply.json["components"]
    assert "Bar chart of d20" in gallery["items"][0]["description"]


async def test_others_see_nothing_of_secret_rolls_until_they_are_revealed(
    table: Table, bot: Program
) -> None:
    secret = await table.channel_user.slash("roll", pool1="1d8", secret=True)
    await table.channel_user.slash("roll", pool1="2d4")

    server = await table.bob.in_(table.channel).slash("stats", whose="server", public=True)
    public = await table.channel_user.slash("stats", public=True)

    assert not server.ephemeral
    for conversation in (server, public):
        assert "1 roll, 2 dice" in conversation.reply.text
        assert "d8" not in conversation.reply.text
    await table.alice.press(secret.reply, "Reveal")
    for whose in ("server", "own"):
        conversation = await table.channel_user.slash("stats", whose=whose)
        assert "2 rolls, 3 dice" in conversation.reply.text


async def test_a_character_has_its_own_counts(table: Table, bot: Program) -> None:
    refused = await table.channel_user.slash("stats", whose="character")
    assert "You aren't playing a character here." in refused.reply.text
    await table.channel_user.slash("roll", pool1="1d6")
    await table.channel_user.slash("character new", name="Kaladin")
    await table.channel_user.slash("roll", pool1="3d6")

    conversation = await table.channel_user.slash("stats", whose="character")
    typing = await table.channel_user.complete("stats", "character", "Kal")

    assert "Your rolls as Kaladin" in conversation.reply.text
    assert "1 roll, 3 dice" in conversation.reply.text
    assert [choice["value"] for choice in typing.choices] == ["Kaladin"]


async def test_dice_count_that_are_added_later_and_nothing_does_at_first(
    table: Table, bot: Program
) -> None:
    channel_user = table.alice.in_direct()
    nothing = await channel_user.slash("stats")
    assert "Nothing has been rolled yet." in nothing.reply.text
    rolled = await channel_user.slash("roll", pool1="1d8")
    await table.alice.press(rolled.reply, "Add Plot Die")

    conversation = await channel_user.slash("stats", die="dp")
    refused = await channel_user.slash("stats", whose="server")

    assert "1 roll, 2 dice" in conversation.reply.text
    assert "`dp` 1 die" in conversation.reply.text
    assert "There is no server here to show rolls of." in refused.reply.text


async def test_counts_survive_a_restart_and_public_counts_survive_a_deleted_user(
    table: Table, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    first = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=database)
    try:
        await table.channel_user.slash("roll", pool1="2d4")
        await table.channel_user.slash("roll", pool1="1d8", secret=True)
        await first.stop()
    finally:
        first.kill()
    second = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=database)
    try:
        before = await table.channel_user.slash("stats")
        conversation = await table.channel_user.slash("privacy")
        sure = (await table.alice.press(conversation.reply, "Delete my data …")).updated
        await table.alice.press(sure, "Delete everything")
        own = await table.channel_user.slash("stats")
        server = await table.channel_user.slash("stats", whose="server")
        await second.stop()
    finally:
        second.kill()

    assert "2 rolls, 3 dice" in before.reply.text
    assert "Nothing has been rolled yet." in own.reply.text
    assert "1 roll, 2 dice" in server.reply.text
