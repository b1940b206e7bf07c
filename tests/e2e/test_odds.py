"""Tests odds by command, below a roll, in the builder, and their picture."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Table
from tests.e2e.image_responses import wait_for_image
from tests.e2e.program import Program


@pytest.mark.slow
async def test_odds_are_one_message_with_a_picture_for_each_pool(
    table: Table, bot: Program
) -> None:
    conversation = await wait_for_image(
        table.channel_user, "odds", notation="1d20+5, 2d6", difficulty=15, add_plot=True
    )

    assert conversation.ephemeral
    assert "`1d20+5 vs 15`" in conversation.reply.text
    assert "60% (3/5) against 15" in conversation.reply.text
    assert "**33.3% (1/3) opportunity**" in conversation.reply.text
    assert conversation.follow_ups == []
    assert list(conversation.reply.files) == ["odds-1.png", "odds-2.png"]
    assert all(picture.startswith(b"\x89PNG") for picture in conversation.reply.files.values())
    pictures = [
        component["items"][0]
        for component in conversation.reply.json["components"]
        if component["type"] == 12
    ]
    assert "totals from 6 to 29; 60% against 15" in pictures[0]["description"]
    assert "Bar chart of 2d6: totals from 2 to 12" in pictures[1]["description"]
    assert table.bob.sees(table.channel) == []


async def test_odds_can_be_shown_publicly(table: Table, bot: Program) -> None:
    await table.channel_user.slash("odds", notation="4d6kh3", public=True)

    (public,) = table.bob.sees(table.channel)
    assert "average 12.2, deviation 2.8" in public.text


async def test_any_user_gets_the_odds_of_a_roll_with_one_press(table: Table, bot: Program) -> None:
    rolled = await table.channel_user.slash("roll", pool1="1d20+5 vs 15")

    odds_conversation = await table.bob.press(rolled.reply, "Odds")

    assert odds_conversation.ephemeral
    assert "55% (11/20) against 15" in odds_conversation.reply.text


async def test_the_builder_shows_the_odds_of_the_staged_pools(table: Table, bot: Program) -> None:
    built = await table.channel_user.slash("build", pools="1d20+5 vs 15")
    assert "55% against 15" in built.reply.text

    better = (await table.alice.press(built.reply, "Advantage")).updated

    assert "79.8% against 15" in better.text


async def test_odds_that_take_too_long_are_refused(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash("odds", notation="20d10000")

    assert conversation.ephemeral
    assert "would take too long" in conversation.reply.text


async def test_odds_of_more_dice_than_can_be_rolled_are_shown(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash("odds", notation="100d6")

    assert "average 350, deviation 17.1" in conversation.reply.text


async def test_a_name_that_was_saved_is_reckoned_with(table: Table, bot: Program) -> None:
    await table.channel_user.slash("save", name="attack", notation="1d20+7")

    conversation = await table.channel_user.slash("odds", notation="$attack", difficulty=18)

    assert "50% (1/2) against 18" in conversation.reply.text
