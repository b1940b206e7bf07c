"""Tests Add Plot Die and Copy Command, also after restarts and by many users."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import Message
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot

PLOT, COPY = "Add Plot Die", "Copy Command"
ALWAYS = ["Roll Again", "Details", "Odds", COPY]


@pytest_asyncio.fixture
async def message(table: Table, bot: Program) -> Message:
    conversation = await table.channel_user.slash("roll", pool1="1d20+5", pool2="2d6 # en garde")
    return conversation.reply


@pytest_asyncio.fixture
async def reborn(
    table: Table, bot: Program, message: Message, tmp_path: Path
) -> AsyncIterator[Program]:
    """A new bot process without memory of the message."""
    assert (await bot.stop()).status == 0
    program = await run_bot(table.discord, tmp_path)
    try:
        yield program
        await program.stop()
    finally:
        program.kill()


def dice(text: str) -> list[str]:
    """Return the part of each line after its notation."""
    return [line.rpartition("`")[2] for line in text.splitlines() if "`" in line]


async def test_the_plot_die_is_added_to_this_very_roll(
    table: Table, bot: Program, message: Message
) -> None:
    before = message.text

    pressed = await table.alice.press(message, PLOT)

    after = pressed.updated.text
    assert dice(after)[:2] == dice(before)
    assert "`dp`" in after
    assert "\n> en garde\n" in after
    assert [button.label for button in pressed.updated.buttons] == ALWAYS
    assert (await bot.metrics())["nazh_dice_thrown_total"] == 4


async def test_a_button_from_before_a_new_token_is_refused_with_the_reason(
    table: Table, bot: Program, message: Message, tmp_path: Path
) -> None:
    assert (await bot.stop()).status == 0
    table.discord.reset_token()
    program = await run_bot(table.discord, tmp_path)
    try:
        pressed = await table.alice.press(message, PLOT)
    finally:
        program.kill()

    assert "is from before the bot got a new token" in pressed.reply.text


async def test_after_a_restart_the_plot_die_is_added_to_this_very_roll(
    table: Table, message: Message, reborn: Program
) -> None:
    before = message.text

    pressed = await table.alice.press(message, PLOT)

    after = pressed.updated.text
    assert dice(after)[:2] == dice(before)
    assert "`dp`" in after
    assert "\n> en garde\n" in after
    assert [button.label for button in pressed.updated.buttons] == ALWAYS


async def test_copy_command_shows_the_command(table: Table, bot: Program, message: Message) -> None:
    pressed = await table.bob.press(message, COPY)

    assert pressed.modal.title == COPY
    assert [field.value for field in pressed.modal.inputs] == [
        "/roll pool1:1d20+5 pool2:2d6 # en garde"
    ]


async def test_copy_command_knows_of_the_plot_die_after_a_restart(
    table: Table, message: Message, reborn: Program
) -> None:
    await table.alice.press(message, PLOT)

    pressed = await table.bob.press(message, COPY)

    assert pressed.modal.inputs[0].value == (
        "/roll pool1:1d20+5 pool2:2d6 # en garde add_plot:True"
    )


async def test_submit_shows_the_command_as_a_private_message(
    table: Table, bot: Program, message: Message
) -> None:
    pressed = await table.bob.press(message, COPY)
    submitted = await table.bob.submit(pressed.modal)

    assert submitted.ephemeral
    assert submitted.reply.text == "```\n/roll pool1:1d20+5 pool2:2d6 # en garde\n```"


async def test_the_command_of_a_secret_roll_is_secret(table: Table, bot: Program) -> None:
    secret = (await table.channel_user.slash("roll", pool1="1d20", secret=True)).reply

    pressed = await table.alice.press(secret, COPY)

    assert pressed.modal.inputs[0].value == "/roll pool1:1d20 secret:True"


async def test_of_two_concurrent_presses_only_the_rollers_changes_the_roll(
    table: Table, bot: Program, message: Message
) -> None:
    by_bob = table.bob.start_press(message, PLOT)
    by_alice = table.alice.start_press(message, PLOT)

    await asyncio.gather(by_bob.answered(), by_alice.answered())

    assert by_bob.ephemeral
    assert "Only the player who made this roll" in by_bob.reply.text
    assert "`dp`" in by_alice.updated.text
    assert message.edits == 1
    metrics = await bot.metrics()
    refused = (
        'nazh_interactions_refused_total{code="not_your_roll",command="dice.plot",context="dice"}'
    )
    assert metrics[refused] == 1


async def test_many_concurrent_presses_roll_one_die(
    table: Table, bot: Program, message: Message
) -> None:
    presses = [table.alice.start_press(message, PLOT) for _ in range(5)]

    await asyncio.gather(*(press.answered() for press in presses))

    assert (await bot.metrics())["nazh_dice_thrown_total"] == 4
    assert message.text.count("`dp`") == 1


async def test_a_roll_with_a_plot_die_offers_none(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash("roll", pool1="1d20, dp")

    assert [button.label for button in conversation.reply.buttons] == ALWAYS


async def test_a_roll_beyond_the_input_limit_keeps_its_buttons(table: Table, bot: Program) -> None:
    longest = f"{'x' * 394}: 1d20"
    plain = (await table.channel_user.slash("roll", pool1=longest)).reply

    plotted = (await table.alice.press(plain, PLOT)).updated
    details = await table.alice.press(plotted, "Details")
    odds = await table.alice.press(plotted, "Odds")
    again = await table.bob.press(plotted, "Roll Again")

    assert re.search(r"\n`dp`: \d", details.reply.text)
    assert f"`{longest}`\naverage" in odds.reply.text
    assert re.findall("`(.*?)`", again.reply.text) == [longest, "dp"]


async def test_a_roll_with_a_long_remark_is_rolled_again(table: Table, bot: Program) -> None:
    remark = "x" * 392
    first = (await table.channel_user.slash("roll", pool1=f"d20,d6 #{remark}", label="Climb")).reply

    again = await table.bob.press(first, "Roll Again")

    assert not again.ephemeral
    assert f"\n> {remark}\n" in again.reply.text
    assert re.findall("`(.*?)`", again.reply.text) == ["Climb: 1d20", "1d6"]


@pytest.mark.parametrize(
    "forged",
    [
        "nz1:plot",
        "nz1:plot:",
        "nz1:plot:n0123456789",
        "nz1:plot:nnot base 85 \\\"'",
        "nz1:plot:" + "~" * 91,
        "nz1:plot:record:x",
    ],
)
async def test_a_forged_button_changes_nothing(
    table: Table, bot: Program, message: Message, forged: str
) -> None:
    pressed = await table.alice.press(message, forge=forged)

    assert pressed.ephemeral
    assert "doesn't belong to this message" in pressed.reply.text
    assert message.edits == 0


async def test_a_button_of_another_roll_changes_nothing(
    table: Table, bot: Program, message: Message
) -> None:
    other = (await table.channel_user.slash("roll", pool1="1d20+5", pool2="2d6 # en garde")).reply
    stolen = next(button.custom_id for button in other.buttons if button.label == PLOT)

    pressed = await table.alice.press(message, forge=stolen)

    assert pressed.ephemeral
    assert message.edits == 0


@pytest.mark.parametrize("custom_id", ["nz1:dance:x", "nz9:dice.again"])
async def test_a_button_of_an_unknown_version_says_so(
    table: Table, bot: Program, message: Message, custom_id: str
) -> None:
    pressed = await table.alice.press(message, forge=custom_id)

    assert pressed.ephemeral
    assert "isn't running here" in pressed.reply.text


async def test_faces_too_many_for_a_button_are_remembered(table: Table, bot: Program) -> None:
    message = (await table.channel_user.slash("roll", pool1="5x20d10000")).reply
    before = message.text

    pressed = await table.alice.press(message, PLOT)

    assert "`5x20d10000, dp`" in pressed.updated.text
    _, _, results = before.partition("`5x20d10000`")
    for line in results.splitlines():
        assert line.split(" … ")[0][:30] in pressed.updated.text


async def test_faces_too_many_for_a_button_are_forgotten_by_a_restart(
    table: Table, bot: Program, tmp_path: Path
) -> None:
    message = (await table.channel_user.slash("roll", pool1="5x20d10000")).reply
    await bot.stop()
    reborn = await run_bot(table.discord, tmp_path)
    try:
        added = await table.alice.press(message, PLOT)
        details = await table.alice.press(message, "Details")
        await reborn.stop()
    finally:
        reborn.kill()

    for pressed in (added, details):
        assert pressed.ephemeral
        assert pressed.reply.text.startswith("This roll is no longer on record.\n")
        assert "add_plot" not in pressed.reply.text


async def test_a_button_of_the_first_version_is_still_answered(table: Table, bot: Program) -> None:
    message = (await table.channel_user.slash("roll", pool1="1d20")).reply
    (plot,) = [button.custom_id for button in message.buttons if button.label == "Add Plot Die"]
    assert plot is not None
    assert plot.startswith("nz2:dice.plot:")

    pressed = await table.alice.press(message, forge=plot.replace("nz2:dice.", "nz1:"))

    assert "`dp`" in pressed.updated.text
