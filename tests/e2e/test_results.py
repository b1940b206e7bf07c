"""Tests the buttons of results, with a restart in between."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import ChannelUser, Message
from localcord.permissions import MANAGE_GUILD
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot

Restart = Callable[[], Awaitable[Program]]


@pytest_asyncio.fixture
async def restart(table: Table, bot: Program, tmp_path: Path) -> AsyncIterator[Restart]:
    """Restart the bot, without any state."""
    running = [bot]

    async def again() -> Program:
        assert (await running[-1].stop()).status == 0
        running.append(await run_bot(table.discord, tmp_path))
        return running[-1]

    yield again
    try:
        await running[-1].stop()
    finally:
        running[-1].kill()


def notations(message: Message) -> list[str]:
    return re.findall("`(.*?)`", message.text)


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def open_choice(channel_user: ChannelUser, tag: str) -> Message:
    """Roll until the two faces of the plot die have different meanings."""
    for _ in range(50):
        message = (await channel_user.slash("roll", pool1="1d20+5", pool2=f"{tag}1dp")).reply
        if "not picked yet" in message.text:
            return message
    raise AssertionError("fifty plot dice showed the same twice")


def other_button(message: Message) -> tuple[str, str]:
    """Return the label of the unpicked face, and that face."""
    label = labels(message)[1]
    match = re.match(r"Take (\d): ", label)
    assert match is not None
    return label, match[1]


@pytest.mark.parametrize("tag", ["a", "d"])
async def test_the_entitled_user_picks_the_face_after_a_restart(
    table: Table, restart: Restart, tag: str
) -> None:
    message = await open_choice(table.channel_user, tag)
    label, face = other_button(message)
    picker, stranger = (table.alice, table.bob) if tag == "a" else (table.bob, table.alice)
    assert table.channel.guild is not None
    table.bob.set_permissions(table.channel.guild, MANAGE_GUILD)
    await restart()

    refused = await stranger.press(message, label)
    await restart()
    picked = await picker.press(message, label)

    assert refused.ephemeral
    assert "only the" in refused.reply.text
    assert f"{face} was picked" in picked.updated.text
    assert f"[{face}" in picked.updated.text
    assert not [button_label for button_label in labels(message) if button_label.startswith("Take")]


async def test_the_first_of_many_concurrent_picks_counts(table: Table, bot: Program) -> None:
    message = await open_choice(table.channel_user, "a")
    first, second = labels(message)[:2]

    presses = [table.alice.start_press(message, label) for label in (first, second, first)]
    await asyncio.gather(*(press.answered() for press in presses))

    assert "was picked" in message.text
    assert len({press.updated.text for press in presses}) == 1


async def test_in_direct_messages_the_roller_picks_a_disadvantage_too(
    table: Table, bot: Program
) -> None:
    message = await open_choice(table.alice.in_direct(), "d")

    picked = await table.alice.press(message, labels(message)[0])

    assert "was picked" in picked.updated.text


async def test_a_forged_pick_changes_nothing(table: Table, bot: Program) -> None:
    message = await open_choice(table.channel_user, "a")
    real = message.buttons[0].custom_id
    assert real is not None
    at = len("nz2:dice.pick:")
    missing = next(face for face in "123456" if face not in "".join(labels(message)[:2]))

    other = "?" if real[-1] != "?" else "!"
    for forged in (
        real[:at] + missing + real[at + 1 :],
        real[:-1] + other,
        "nz1:pick",
        "nz1:pick:²0x",
    ):
        pressed = await table.alice.press(message, forge=forged)
        assert pressed.ephemeral
    assert message.edits == 0


async def test_any_user_re_rolls_in_their_own_message_after_a_restart(
    table: Table, restart: Restart
) -> None:
    message = (
        await table.channel_user.slash("roll", pool1="1d20+5, 2d6", pool2="dp # en garde")
    ).reply
    before = message.text
    await restart()

    pressed = await table.bob.press(message, "Roll Again")
    await restart()
    plotted = await table.bob.press(pressed.reply, "Details")

    again = pressed.reply
    assert not pressed.ephemeral
    assert notations(again) == ["1d20+5", "2d6", "dp"]
    assert "\n> en garde\n" in again.text
    assert message.text == before
    assert plotted.ephemeral


async def test_a_re_roll_belongs_to_the_user_who_pressed(table: Table, bot: Program) -> None:
    message = (await table.channel_user.slash("roll", pool1="1d20")).reply
    again = (await table.bob.press(message, "Roll Again")).reply

    assert again.embeds[0]["author"]["name"] == "Bob"
    assert again.embeds[0]["author"]["icon_url"].startswith("https://cdn.discordapp.com/")
    assert again.content.startswith("-# Bob · ")
    by_alice = await table.alice.press(again, "Add Plot Die")
    by_bob = await table.bob.press(again, "Add Plot Die")
    assert by_bob.updated.embeds[0]["author"]["name"] == "Bob"

    assert by_alice.ephemeral
    assert notations(by_bob.updated) == ["1d20", "dp"]


async def test_a_double_tap_rolls_once_and_two_players_roll_twice(
    table: Table, bot: Program
) -> None:
    message = (await table.channel_user.slash("roll", pool1="1d20")).reply

    presses = [
        person.start_press(message, "Roll Again")
        for person in (table.alice, table.alice, table.bob)
    ]
    await asyncio.gather(*(press.answered() for press in presses))

    assert len(table.alice.sees(table.channel)) == 3
    assert (await bot.metrics())["nazh_roll_success_total"] == 3


async def test_details_show_every_die_to_any_user_in_private_after_a_restart(
    table: Table, restart: Restart
) -> None:
    message = (
        await table.channel_user.slash("roll", pool1="Attack: a1d20+5 vs 15", pool2="4d6kh3")
    ).reply
    await restart()

    pressed = await table.bob.press(message, "Details")

    text = pressed.reply.text
    assert pressed.ephemeral
    assert "Keep the highest 3" in text
    assert "two faces are rolled, and the higher counts" in text
    attack, four = (line for line in text.splitlines() if line.startswith("`"))
    assert re.fullmatch(r"`a1d20\+5 vs 15` = \S+↑\(\d+\) \+ 5 = \*\*\d+\*\* — .*", attack)
    assert len(re.findall(r"\d+", four.partition(" = ")[2])) == 4 + len(["the total"])
    assert message.edits == 0


async def test_details_know_the_plot_die_that_was_added(table: Table, restart: Restart) -> None:
    message = (await table.channel_user.slash("roll", pool1="1d20")).reply
    await table.alice.press(message, "Add Plot Die")
    await restart()

    pressed = await table.alice.press(message, "Details")

    assert re.search(r"\n`dp`: \d", pressed.reply.text)


async def test_details_of_dice_too_many_for_a_button_come_from_the_ledger(
    table: Table, bot: Program
) -> None:
    message = (await table.channel_user.slash("roll", pool1="5x20d10000")).reply

    pressed = await table.alice.press(message, "Details")

    assert "**Roll 1**" in pressed.reply.text
