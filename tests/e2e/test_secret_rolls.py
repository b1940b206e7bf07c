"""Tests the visibility of secret rolls, and Reveal."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from localcord import Message
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot

REVEAL = "Reveal"


def dice(message: Message) -> list[str]:
    return [line.rpartition("`")[2] for line in message.text.splitlines() if "`" in line]


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def secret_roll(table: Table, notation: str = "1d20+5, 2d6 # psst") -> Message:
    conversation = await table.channel_user.slash("roll", pool1=notation, secret=True)
    assert conversation.ephemeral
    return conversation.reply


async def test_only_the_roller_sees_it_until_it_is_revealed_after_a_restart(
    table: Table, bot: Program, tmp_path: Path
) -> None:
    secret = await secret_roll(table)
    before = dice(secret)
    assert table.bob.sees(table.channel) == []
    await bot.stop()
    reborn = await run_bot(table.discord, tmp_path)
    try:
        pressed = await table.alice.press(secret, REVEAL)
        public = await pressed.follow_up()
        plotted = await table.alice.press(public, "Add Plot Die")
        await reborn.stop()
    finally:
        reborn.kill()

    assert table.bob.sees(table.channel) == [public]
    assert f"<@{table.alice.id}> reveals a secret roll." in public.text
    assert dice(public)[:2] == before
    assert "`dp`" in plotted.updated.text
    assert labels(secret) == ["Details", "Copy Command"]


async def test_a_roll_is_revealed_once_however_often_it_is_pressed(
    table: Table, bot: Program
) -> None:
    secret = await secret_roll(table)

    presses = [table.alice.start_press(secret, REVEAL) for _ in range(4)]
    await asyncio.gather(*(press.answered() for press in presses))
    await bot.stop()  # when all follow-ups are done

    assert len(table.bob.sees(table.channel)) == 1


async def test_follow_ups_of_a_secret_roll_stay_secret(table: Table, bot: Program) -> None:
    secret = await secret_roll(table, "1d20")

    plotted = await table.alice.press(secret, "Add Plot Die")
    again = await table.alice.press(secret, "Roll Again")

    assert labels(plotted.updated) == [REVEAL, "Roll Again", "Details", "Odds", "Copy Command"]
    assert again.ephemeral
    assert REVEAL in labels(again.reply)
    assert table.bob.sees(table.channel) == []


async def test_a_secret_roll_is_revealed_with_its_plot_die(table: Table, bot: Program) -> None:
    secret = await secret_roll(table, "1d20")
    plotted = (await table.alice.press(secret, "Add Plot Die")).updated
    before = dice(plotted)

    public = await (await table.alice.press(secret, REVEAL)).follow_up()

    assert dice(public) == before
    assert re.findall("`(.*?)`", public.text) == ["1d20", "dp"]


async def test_the_longest_secret_roll_is_revealed_with_its_plot_die(
    table: Table, bot: Program
) -> None:
    secret = await secret_roll(table, f"{'x' * 394}: 1d20")
    plotted = (await table.alice.press(secret, "Add Plot Die")).updated
    before = dice(plotted)

    public = await (await table.alice.press(plotted, REVEAL)).follow_up()

    assert dice(public) == before


async def test_a_face_taken_while_the_roll_is_revealed_is_public_or_refused(
    table: Table, bot: Program
) -> None:
    for _ in range(5):
        secret = await secret_roll(table, "1d20, a1dp # psst")
        takes = [label for label in labels(secret) if label.startswith("Take")]

        presses = [table.alice.start_press(secret, label) for label in (*takes[:1], REVEAL)]
        await asyncio.gather(*(press.answered() for press in presses))
        public = await presses[-1].follow_up()

        if takes:  # both faces can mean the same
            is_open = any(label.startswith("Take") for label in labels(public))
            answer = presses[0].original
            assert answer is not None
            assert is_open == ("already been revealed" in answer.text)


@pytest.mark.parametrize("forged", ["nz1:show", "nz1:show:n0123456789", "nz1:show:record:x"])
async def test_a_forged_reveal_shows_nothing(table: Table, bot: Program, forged: str) -> None:
    secret = await secret_roll(table)

    pressed = await table.alice.press(secret, forge=forged)

    assert "doesn't belong to this message" in pressed.reply.text
    assert table.bob.sees(table.channel) == []


async def test_the_game_masters_see_secret_rolls_of_their_server_alone(
    table: Table, tmp_path: Path
) -> None:
    assert table.channel.guild is not None
    masters = table.channel.guild.channel("masters")
    elsewhere = table.discord.guild("Elsewhere").channel("table")
    bot = await run_bot(table.discord, tmp_path, NAZH_DICE_GAME_MASTER_CHANNEL=str(masters.id))
    try:
        other = await table.alice.in_(elsewhere).slash("roll", pool1="1d6", secret=True)
        direct = await table.alice.in_direct().slash("roll", pool1="1d6", secret=True)
        secret = await secret_roll(table)
        await bot.stop()
    finally:
        bot.kill()

    [copy_for_masters] = table.bob.sees(masters)
    assert f"Secret roll by <@{table.alice.id}> in <#{table.channel.id}>." in copy_for_masters.text
    assert dice(copy_for_masters) == dice(secret)
    assert copy_for_masters.buttons == []
    notice_text = f"Also shown in <#{masters.id}>, which everyone on this server can read."
    assert notice_text in secret.text
    assert "Also" not in other.reply.text + direct.reply.text


async def test_the_game_masters_see_the_secret_rolls_of_a_builder_too(
    table: Table, tmp_path: Path
) -> None:
    assert table.channel.guild is not None
    masters = table.channel.guild.channel("masters")
    bot = await run_bot(table.discord, tmp_path, NAZH_DICE_GAME_MASTER_CHANNEL=str(masters.id))
    try:
        builder = (await table.channel_user.slash("build", pools="2d6")).reply
        secret = await (await table.alice.press(builder, "Roll Secretly")).follow_up()
        await bot.stop()
    finally:
        bot.kill()

    [copy_for_masters] = table.bob.sees(masters)
    assert f"Secret roll by <@{table.alice.id}> in <#{table.channel.id}>." in copy_for_masters.text
    assert dice(copy_for_masters) == dice(secret)


async def test_a_channel_that_is_not_there_loses_no_roll(table: Table, tmp_path: Path) -> None:
    bot = await run_bot(table.discord, tmp_path, NAZH_DICE_GAME_MASTER_CHANNEL="12345")
    try:
        secret = await secret_roll(table)
        await bot.log_line("could not notify channel 12345")
        metrics = await bot.metrics_when(lambda now: now["nazh_gm_notifications_failed_total"] == 1)
        assert metrics['nazh_interaction_responses_failed_total{reason="discord_failed"}'] == 0
        await bot.stop()
    finally:
        bot.kill()

    assert REVEAL in labels(secret)
    assert "Also sent to <#12345>." in secret.text
