"""Tests ``/roll`` with the real program."""

from __future__ import annotations

import re

from localcord.json_codec import Json
from tests.e2e.conftest import Table
from tests.e2e.program import Program


async def test_five_pools_and_the_plot_die_come_back_as_one_reply(
    table: Table, bot: Program
) -> None:
    conversation = await table.channel_user.slash(
        "roll",
        pool1="Attack: a1d20+5 vs 15",
        pool2="2d6[fire]",
        pool3="4d6kh3",
        pool4="3d10>=8",
        pool5="d%",
        add_plot=True,
    )

    text = conversation.reply.text
    notations = ["Attack: a1d20+5 vs 15", "2d6[fire]", "4d6kh3", "3d10>=8", "1d100", "dp"]
    assert re.findall("`(.*?)`", text) == notations
    assert [button.label for button in conversation.reply.buttons] == [
        "Roll Again",
        "Details",
        "Odds",
        "Copy Command",
    ]
    assert conversation.reply.embeds[0]["author"]["name"] == "Alice"
    assert not conversation.ephemeral
    metrics = await bot.metrics_when(
        lambda now: now.get('nazh_interaction_response_seconds_count{command="roll"}') == 1
    )
    assert metrics["nazh_roll_success_total"] == 1
    assert metrics["nazh_dice_thrown_total"] == 2 + 2 + 4 + 3 + 1 + 1
    assert metrics["nazh_roll_duration_seconds_count"] == 1


async def test_every_series_begins_at_zero(table: Table, bot: Program) -> None:
    metrics = await bot.metrics()

    assert metrics["nazh_roll_success_total"] == 0
    assert metrics['nazh_roll_failed_total{reason="error"}'] == 0
    assert metrics['nazh_roll_failed_total{reason="too_many_dice"}'] == 0
    assert metrics['nazh_roll_failed_total{reason="not_your_roll"}'] == 0
    assert 'nazh_roll_failed_total{reason="bad_request"}' not in metrics
    assert any(name.startswith("nazh_build_info{") for name in metrics)
    assert (await bot.get("/livez")).strip() == "alive"


async def test_a_refusal_is_private_and_shows_the_place(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash("roll", pool1="1d20+5", pool2="2d6junk")

    assert conversation.ephemeral
    assert "1d20+5, 2d6junk\n           ^" in conversation.reply.text
    metrics = await bot.metrics()
    assert metrics['nazh_roll_failed_total{reason="unreadable_notation"}'] == 1
    assert metrics["nazh_roll_success_total"] == 0


async def test_a_refusal_without_a_place_has_its_sentence(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash("roll", pool1=" ")

    assert conversation.ephemeral
    assert "There is nothing to roll." in conversation.reply.text


async def test_a_player_rolls_in_direct_messages(table: Table, bot: Program) -> None:
    conversation = await table.alice.in_direct().slash("roll", pool1="2d6")

    assert "`2d6`" in conversation.reply.text


async def test_a_player_rolls_where_the_bot_is_no_member(table: Table, bot: Program) -> None:
    elsewhere = table.discord.guild("Elsewhere", bot_joined=False).channel("table")

    conversation = await table.alice.in_(elsewhere).slash("roll", pool1="2d6")

    assert "`2d6`" in conversation.reply.text


async def test_comments_of_all_pools_are_joined_without_effect(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash(
        "roll", pool1="1d20 # @everyone", pool2="2d6 # **loud**"
    )

    assert "`1d20`" in conversation.reply.text
    assert "`2d6`" in conversation.reply.text
    assert "> \\@\u2060everyone \\*\\*loud\\*\\*" in conversation.reply.text.splitlines()
    assert conversation.reply.json["mention_everyone"] is False


async def test_a_roll_of_many_dice_fits_into_one_message(table: Table, bot: Program) -> None:
    comment = "*" * 300

    conversation = await table.channel_user.slash("roll", pool1="10x10d10000!>=2 # " + comment)

    assert len(conversation.reply.embeds[0]["description"]) <= 4096
    assert "`10x10d10000!>=2`" in conversation.reply.text


async def test_the_same_interaction_sent_twice_is_rolled_once(table: Table, bot: Program) -> None:
    world = table.discord.world
    dispatched: list[tuple[str, Json, int | None, int]] = []
    dispatch = world.dispatch

    def overhear(
        name: str, payload: Json, guild_id: int | None, intents: int, *, redacted: Json = None
    ) -> None:
        dispatched.append((name, payload, guild_id, intents))
        dispatch(name, payload, guild_id, intents, redacted=redacted)

    world.dispatch = overhear
    await table.channel_user.slash("roll", pool1="2d6")
    dispatch(*dispatched[0])

    metrics = await bot.metrics_when(
        lambda now: now['nazh_interaction_responses_failed_total{reason="answered_already"}'] == 1
    )
    assert metrics["nazh_roll_success_total"] == 1
    assert metrics["nazh_dice_thrown_total"] == 2
