"""Tests the builder with a new bot process for each press."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from localcord import Conversation, Message, Person
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot

A_TAP = 1.5
"""Seconds in which two presses count as one."""
COUNT_UP, COUNT_DOWN = "Count +1", "Count −1"
UP_5, UP_1, DOWN_1, DOWN_5 = "Modifier +5", "Modifier +1", "Modifier −1", "Modifier −5"
ADVANTAGE, DISADVANTAGE, WORDS = "Advantage", "Disadvantage", "Label, Difficulty"
MIX, ADD, UNDO, CLEAR, ROLL, SECRETLY = (
    "Another Die",
    "Add to Roll",
    "Remove Last",
    "Clear",
    "Roll",
    "Roll Secretly",
)
ALL = (
    *(COUNT_DOWN, COUNT_UP, ADVANTAGE, DISADVANTAGE, DOWN_5, DOWN_1, UP_1, UP_5),
    *(WORDS, MIX, ADD, UNDO, CLEAR, ROLL, SECRETLY),
)


class Restarts:
    """Runs a bot for as long as one step takes."""

    def __init__(self, table: Table, folder: Path) -> None:
        self._table = table
        self._folder = folder

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Program]:
        program = await run_bot(self._table.discord, self._folder)
        try:
            yield program
            assert (await program.stop()).status == 0
        finally:
            program.kill()

    async def press(self, message: Message, label: str) -> Conversation:
        async with self.bot():
            return await self._table.alice.press(message, label)

    async def choose(self, message: Message, die: str) -> Conversation:
        async with self.bot():
            return await self._table.alice.choose(message, die)


@pytest.fixture
def restarts(table: Table, tmp_path: Path) -> Restarts:
    return Restarts(table, tmp_path)


def staged(message: Message) -> str:
    return str(message.embeds[0]["fields"][0]["value"])


def making(message: Message) -> str:
    return str(message.embeds[0]["fields"][1]["value"])


def disabled(message: Message) -> set[str]:
    return {button.label for button in message.buttons if button.disabled}


async def press_all(person: Person, message: Message, *labels: str) -> None:
    for label in labels:
        await person.press(message, label)


async def opened(table: Table, pools: str | None = None) -> Message:
    options = {} if pools is None else {"pools": pools}
    return (await table.channel_user.slash("build", **options)).reply


@pytest.mark.slow
async def test_from_empty_to_a_public_roll_with_a_restart_before_every_step(
    table: Table, restarts: Restarts
) -> None:
    async with restarts.bot():
        message = await opened(table)
    assert message.ephemeral
    assert disabled(message) == set(ALL)

    await restarts.choose(message, "d20")
    assert making(message) == "`1d20`: 1 to 20, average 10.5"
    await restarts.press(message, UP_5)
    await restarts.press(message, ADVANTAGE)
    async with restarts.bot():
        conversation = await table.alice.press(message, WORDS)
    async with restarts.bot():
        await table.alice.submit(conversation.modal, {"Label": "Stealth", "Difficulty": "15"})
    assert making(message) == "`Stealth: a1d20+5 vs 15`: 6 to 25, average 18.8"
    await restarts.press(message, ADD)
    assert staged(message) == "`Stealth: a1d20+5 vs 15`: 6 to 25, average 18.8"
    await restarts.choose(message, "d6")
    await restarts.press(message, COUNT_UP)
    await restarts.press(message, ADD)
    await restarts.choose(message, "Plot die")
    async with restarts.bot() as program:
        pressed = await table.alice.press(message, ROLL)
        result = await pressed.follow_up()
        metrics = await program.metrics()

    assert not result.ephemeral
    assert result in table.bob.sees(table.channel)
    assert "`Stealth: a1d20+5 vs 15`" in result.text
    assert "`2d6`" in result.text
    assert "`dp`" in result.text
    assert metrics["nazh_roll_success_total"] == 1
    assert metrics["nazh_dice_thrown_total"] == 5
    assert "Rolls made here: 1" in message.text
    assert message not in table.bob.sees(table.channel)


async def test_a_posted_roll_keeps_its_buttons_after_a_restart(
    table: Table, restarts: Restarts
) -> None:
    async with restarts.bot():
        message = await opened(table, "1d20+5 # en garde")
        result = await (await table.alice.press(message, ROLL)).follow_up()
    before = result.text.splitlines()[1].rpartition("`")[2]

    async with restarts.bot():
        copied = await table.bob.press(result, "Copy Command")
        by_bob = await table.bob.press(result, "Add Plot Die")
        await table.alice.press(result, "Add Plot Die")

    assert copied.modal.inputs[0].value == "/roll pool1:1d20+5 # en garde"
    assert by_bob.ephemeral
    assert "`dp`" in result.text
    assert before in result.text


async def test_dice_of_two_kinds_are_rolled_in_one_pool(table: Table, bot: Program) -> None:
    message = await opened(table, "Bless: 1d20+5 vs 15")

    await press_all(table.alice, message, MIX)
    await table.alice.choose(message, "d4")
    assert making(message).startswith("`Bless: 1d20+1d4+5 vs 15`: 7 to 29, average 18")
    result = await (await table.alice.press(message, ROLL)).follow_up()

    assert "`Bless: 1d20+1d4+5 vs 15`" in result.text


async def test_a_rolls_message_names_its_roller(table: Table, bot: Program) -> None:
    message = await opened(table, "1d20+5")

    result = await (await table.alice.press(message, ROLL)).follow_up()

    assert "interaction_metadata" not in result.json or not result.json["interaction_metadata"].get(
        "name"
    )
    assert result.embeds[0]["author"]["name"] == "Alice"
    assert result.embeds[0]["author"]["icon_url"].startswith("https://cdn.discordapp.com/")
    assert result.content.startswith("-# Alice · ")


async def test_a_roll_too_large_for_its_buttons_is_remembered(table: Table, bot: Program) -> None:
    message = await opened(table, "20d100, 20d100, 20d100, 20d100, 20d100")
    result = await (await table.alice.press(message, ROLL)).follow_up()

    await table.alice.press(result, "Add Plot Die")

    assert "`dp`" in result.text


async def test_a_secret_roll_is_seen_by_its_roller_alone_until_revealed(
    table: Table, bot: Program
) -> None:
    message = await opened(table, "1d20")

    result = await (await table.alice.press(message, SECRETLY)).follow_up()

    assert result.ephemeral
    assert "`1d20`" in result.text
    assert table.bob.sees(table.channel) == []

    public = await (await table.alice.press(result, "Reveal")).follow_up()

    assert table.bob.sees(table.channel) == [public]
    assert "`1d20`" in public.text


async def test_an_empty_builder_is_counted(table: Table, bot: Program) -> None:
    assert (await bot.metrics())["nazh_roll_builders_opened_total"] == 0

    await opened(table)
    await opened(table, "2d6")

    assert (await bot.metrics())["nazh_roll_builders_opened_total"] == 2


async def test_unreadable_notation_is_refused_like_a_roll(table: Table, bot: Program) -> None:
    conversation = await table.channel_user.slash("build", pools="21d6")

    assert conversation.ephemeral
    assert "at most 20 dice" in conversation.reply.text
    metrics = await bot.metrics()
    assert metrics["nazh_roll_builders_opened_total"] == 0
    refused = 'nazh_interactions_refused_total{code="too_many_dice",command="build",context="dice"}'
    assert metrics[refused] == 1


async def test_a_pool_that_the_buttons_cannot_make_is_staged_unchanged(
    table: Table, bot: Program
) -> None:
    message = await opened(table, "3x4d6kh3, {1d6,1d8}kh1 # odd")
    assert staged(message).startswith("`3x4d6kh3`: between 3 and 18\n`{1d6,1d8}kh1`")
    assert "Nothing yet" in making(message)

    await table.alice.choose(message, "d4")
    result = await (await table.alice.press(message, ROLL)).follow_up()

    assert "`3x4d6kh3, {1d6,1d8}kh1, 1d4`" in result.text
    assert "> odd" in result.text


async def test_limits_are_disabled_buttons(table: Table, bot: Program) -> None:
    message = await opened(table, "20d6, 20d6, 20d6, 20d6, a20d6")
    assert disabled(message) == {COUNT_UP, MIX}

    await press_all(table.alice, message, ADD)
    assert disabled(message) == set(ALL) - {WORDS, UNDO, CLEAR, ROLL, SECRETLY}
    (menu,) = message.selects
    assert [name for name, _ in menu.options] == ["Plot die"]

    await table.alice.choose(message, "Plot die")
    assert disabled(message) == {COUNT_DOWN, COUNT_UP, DOWN_5, DOWN_1, UP_1, UP_5, WORDS, MIX}
    await press_all(table.alice, message, ADD)
    assert message.selects[0].disabled


async def test_remove_last_and_clear(table: Table, bot: Program) -> None:
    message = await opened(table, "1d20, 2d6, 4d6kh3 # up")

    await press_all(table.alice, message, UNDO)
    assert staged(message).startswith("`1d20`")
    assert "4d6" not in message.text
    await press_all(table.alice, message, CLEAR)

    assert disabled(message) == set(ALL)
    assert "`" not in message.text
    assert "> up" not in message.text


async def test_words_that_do_not_fit_are_refused_and_change_nothing(
    table: Table, bot: Program
) -> None:
    message = await opened(table, "Old: 1d20 vs 10")
    before = message.text
    conversation = await table.alice.press(message, WORDS)
    assert [field.value for field in conversation.modal.inputs] == ["Old", "10"]

    for words in ({"Label": "a, 1d6"}, {"Difficulty": "high"}):
        again = await table.alice.press(message, WORDS)
        refused = await table.alice.submit(again.modal, dict(words))
        assert refused.ephemeral
        assert message.text == before
    await table.alice.submit(
        (await table.alice.press(message, WORDS)).modal, {"Label": "", "Difficulty": ""}
    )

    assert making(message).startswith("`1d20`")


async def test_days_later_the_builder_still_builds(table: Table, bot: Program) -> None:
    message = await opened(table, "1d20")
    table.discord.clock.advance(3 * 24 * 3600)

    await table.alice.press(message, UP_5)
    result = await (await table.alice.press(message, ROLL)).follow_up()

    assert "`1d20+5`" in result.text


async def test_two_builders_do_not_disturb_each_other(table: Table, bot: Program) -> None:
    one, other = await opened(table, "1d20"), await opened(table, "1d20")

    await asyncio.gather(
        press_all(table.alice, one, UP_1, ROLL), press_all(table.alice, other, UP_5, ROLL)
    )

    assert making(one).startswith("`1d20+1`")
    assert making(other).startswith("`1d20+5`")
    metrics = await bot.metrics_when(lambda now: now["nazh_roll_success_total"] == 2)
    assert metrics["nazh_dice_thrown_total"] == 2


async def test_a_double_tap_on_roll_throws_once(table: Table, bot: Program) -> None:
    message = await opened(table, "3d6")

    taps = [table.alice.start_press(message, ROLL) for _ in range(5)]
    await asyncio.gather(*(tap.answered() for tap in taps))
    again = await table.alice.press(message, ROLL)
    await taps[0].follow_up()

    # On a busy machine the last press may be late enough to be a new roll.
    is_late = again.dispatched_at - taps[0].dispatched_at > A_TAP
    if is_late:
        await again.follow_up()
    assert (await bot.metrics())["nazh_dice_thrown_total"] == 3 * (1 + is_late)
    assert len(table.bob.sees(table.channel)) == 1 + is_late
    assert f"Rolls made here: {1 + is_late}" in message.text


async def test_a_later_press_on_roll_throws_again(table: Table, bot: Program) -> None:
    message = await opened(table, "3d6")

    first = await (await table.alice.press(message, ROLL)).follow_up()
    table.discord.clock.advance(2)
    second = await (await table.alice.press(message, ROLL)).follow_up()

    assert table.bob.sees(table.channel) == [first, second]
    assert (await bot.metrics())["nazh_dice_thrown_total"] == 6
    assert "Rolls made here: 2" in message.text


async def test_concurrent_public_and_secret_presses_roll_once(table: Table, bot: Program) -> None:
    message = await opened(table, "3d6")

    taps = [table.alice.start_press(message, label) for label in (ROLL, SECRETLY)]
    await asyncio.gather(*(tap.answered() for tap in taps))

    assert (await bot.metrics())["nazh_dice_thrown_total"] == 3


async def test_concurrent_presses_leave_a_draft_that_one_of_them_made(
    table: Table, bot: Program
) -> None:
    message = await opened(table, "2d6")

    taps = [table.alice.start_press(message, label) for label in (COUNT_UP, UP_5, ADVANTAGE, ADD)]
    await asyncio.gather(*(tap.answered() for tap in taps))

    assert message.edits == 4
    assert "`" in message.text


@pytest.mark.parametrize("forged", ["nz1:build:roll", "nz1:build:more", "nz1:build:add"])
async def test_a_builders_button_on_another_message_does_nothing(
    table: Table, bot: Program, forged: str
) -> None:
    result = (await table.channel_user.slash("roll", pool1="1d20")).reply

    pressed = await table.alice.press(result, forge=forged)

    assert pressed.ephemeral
    assert result.edits == 0
    assert (await bot.metrics())["nazh_dice_thrown_total"] == 1


async def test_a_forged_step_that_is_disabled_changes_nothing(table: Table, bot: Program) -> None:
    message = await opened(table)

    for forged in ("nz1:build:roll", "nz1:build:more", "nz1:build:words", "nz1:build:undo"):
        await table.alice.press(message, forge=forged)
    unknown = await table.alice.press(message, forge="nz1:build:dance")

    assert unknown.ephemeral
    assert disabled(message) == set(ALL)
    assert (await bot.metrics())["nazh_dice_thrown_total"] == 0


async def test_builders_work_in_direct_messages(table: Table, bot: Program) -> None:
    message = (await table.alice.in_direct().slash("build", pools="1d20")).reply

    result = await (await table.alice.press(message, ROLL)).follow_up()

    assert "`1d20`" in result.text
