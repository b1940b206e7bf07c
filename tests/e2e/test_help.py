"""Tests ``/help`` with pages, examples, and a restart in between."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot


async def test_pages_are_turned_in_private_also_after_a_restart(
    table: Table, bot: Program, tmp_path: Path
) -> None:
    conversation = await table.channel_user.slash("help")
    assert conversation.ephemeral
    assert "For players" in conversation.reply.text
    await bot.stop()
    reborn = await run_bot(table.discord, tmp_path)
    try:
        masters = (await table.alice.choose(conversation.reply, "For game masters")).updated.text
        notation = (await table.alice.choose(conversation.reply, "Notation")).updated.text
        await reborn.stop()
    finally:
        reborn.kill()

    assert "a channel that sees the secret rolls" in masters
    assert "keep the highest three" in notation
    assert table.bob.sees(table.channel) == []


async def test_each_example_is_one_tap_from_a_public_roll(table: Table, bot: Program) -> None:
    help_message = (await table.channel_user.slash("help")).reply
    labels = ("Roll a1d20+5, 2d6", "Roll a1d20+5, 2d6", "Roll 1d20+5")

    presses = [table.alice.start_press(help_message, label) for label in labels]
    await asyncio.gather(*(press.answered() for press in presses))

    [other, public] = sorted(table.bob.sees(table.channel), key=lambda roll: "2d6" in roll.text)
    assert "`1d20+5`" in other.text
    assert "`a1d20+5`" in public.text
    assert "where everyone sees the result" in help_message.text
    assert public.embeds[0]["author"]["name"] == "Alice"
    assert public.content.startswith("-# Alice · ")
    assert "Roll Again" in [button.label for button in public.buttons]


@pytest.mark.parametrize("forged", ["nz1:try", "nz1:try:20d10000", "nz1:page"])
async def test_an_action_that_no_page_offers_is_refused(
    table: Table, bot: Program, forged: str
) -> None:
    help_message = (await table.channel_user.slash("help")).reply

    pressed = await table.alice.press(help_message, forge=forged)

    assert pressed.ephemeral
    assert "isn't running here" in pressed.reply.text
    assert table.bob.sees(table.channel) == []
