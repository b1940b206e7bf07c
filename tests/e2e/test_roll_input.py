"""Tests autocomplete, label and difficulty of ``/roll``."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Table
from tests.e2e.program import Program

ROLL_THIS = "Roll the dice in this message"


async def completed(table: Table, typed: str) -> list[str]:
    answered = await table.channel_user.complete("roll", "pool1", typed)
    return [choice["value"] for choice in answered.choices]


async def test_recent_rolls_are_suggested_to_their_roller(table: Table, bot: Program) -> None:
    await table.channel_user.slash("roll", pool1="3d8+1")
    await table.bob.in_(table.channel).slash("roll", pool1="7d4")

    suggestions = await completed(table, "")

    assert suggestions[0] == "3d8+1"
    assert "7d4" not in suggestions
    assert len(suggestions) > 3


async def test_a_suggested_correction_can_be_rolled(table: Table, bot: Program) -> None:
    suggestions = await completed(table, "ad20+5")

    conversation = await table.channel_user.slash("roll", pool1=suggestions[0])

    assert suggestions[0] == "a1d20+5"
    assert "`a1d20+5`" in conversation.reply.text


async def test_nonsense_is_answered_with_nothing(table: Table, bot: Program) -> None:
    assert await completed(table, "what is this? \u202e`") == []


async def test_label_and_difficulty_go_to_the_first_pool(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash(
        "roll", pool1="a1d20+5", pool2="2d6", label="Stealth", difficulty=15
    )

    notations = re.findall("`(.*?)`", conversation.reply.text)
    assert notations == ["Stealth: a1d20+5 vs 15", "2d6"]


async def test_label_and_difficulty_go_to_the_pool_that_they_are_for(
    table: Table, bot: Program
) -> None:
    conversation = await table.channel_user.slash(
        "roll", pool1="a1d20+5, 2d6", pool2="1d8", label="Fire", difficulty=5, for_pool=3
    )
    refused = await table.channel_user.slash("roll", pool1="1d20", difficulty=5, for_pool=2)

    assert re.findall("`(.*?)`", conversation.reply.text) == ["a1d20+5", "2d6", "Fire: 1d8 vs 5"]
    assert refused.ephemeral
    assert "This roll has no pool 2." in refused.reply.text


async def test_the_plot_die_is_rolled_alone(table: Table, bot: Program) -> None:
    alone = await table.channel_user.slash("roll", pool1="dp")

    assert re.findall("`(.*?)`", alone.reply.text) == ["dp"]


async def test_a_second_difficulty_is_refused_in_private(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash("roll", pool1="1d20 vs 10", difficulty=15)

    assert conversation.ephemeral
    assert "already has a difficulty: vs 10" in conversation.reply.text
    assert (await bot.metrics())['nazh_roll_failed_total{reason="difficulty_twice"}'] == 1


async def test_dice_in_a_message_are_rolled_for_the_requesting_user(
    table: Table, bot: Program
) -> None:
    message = table.bob.in_(table.channel).say("I swing: 1d20+5 and then 2d6, @everyone!")

    conversation = await table.channel_user.message_command(ROLL_THIS, message)

    assert not conversation.ephemeral
    assert re.findall("`(.*?)`", conversation.reply.text) == ["1d20+5", "2d6"]


async def test_a_roll_of_the_bot_can_be_rolled_from_its_message(table: Table, bot: Program) -> None:
    rolled = (await table.channel_user.slash("roll", pool1="Stealth: a1d20+5 vs 15, dp")).reply

    conversation = await table.bob.in_(table.channel).message_command(ROLL_THIS, rolled)

    assert re.findall("`(.*?)`", conversation.reply.text) == ["Stealth: a1d20+5 vs 15", "dp"]


@pytest.mark.parametrize("author", ["player", "bot"])
async def test_dice_in_a_message_keep_their_remark(table: Table, bot: Program, author: str) -> None:
    message_text = "1d20+5, 2d6 # for *the* king"
    if author == "player":
        message = table.bob.in_(table.channel).say(message_text)
    else:
        message = (await table.bob.in_(table.channel).slash("roll", pool1=message_text)).reply

    conversation = await table.channel_user.message_command(ROLL_THIS, message)

    assert re.findall("`(.*?)`", conversation.reply.text) == ["1d20+5", "2d6"]
    assert "> for \\*the\\* king" in conversation.reply.text
    assert conversation.reply.embeds[0]["author"]["name"] == "Alice"


async def test_a_message_without_dice_is_answered_in_private(table: Table, bot: Program) -> None:
    message = table.bob.in_(table.channel).say("Good evening, all 3 of you")

    conversation = await table.channel_user.message_command(ROLL_THIS, message)

    assert conversation.ephemeral
    assert "any dice in this message" in conversation.reply.text


async def test_a_command_of_another_version_is_refused_in_private(
    table: Table, bot: Program
) -> None:
    duel = {"name": "duel", "description": "Two roll.", "type": 1}
    table.discord.world.commands.put(None, duel)

    conversation = await table.channel_user.slash("duel")

    assert conversation.ephemeral
    assert "another version" in conversation.reply.text
    refused = (
        'nazh_interactions_refused_total{code="unknown_command",command="unknown",context="none"}'
    )
    assert (await bot.metrics())[refused] == 1


async def test_dice_in_a_message_that_do_not_fit_in_one_roll_are_refused_in_private(
    table: Table, bot: Program
) -> None:
    message = table.bob.in_(table.channel).say("1d4 and 1d6 and 1d8 or 1d10 or 1d12 or 1d20")

    conversation = await table.channel_user.message_command(ROLL_THIS, message)

    assert conversation.ephemeral
    assert "at most 5 pools" in conversation.reply.text
    assert "1d12, 1d20" in conversation.reply.text
    assert "Roll the rest separately." in conversation.reply.text
