"""Tests that notation, comment and command are read back from a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.inbound.discord.dice.rolling.shown_roll import ShownRoll, comment_line, read_roll
from nazh.adapters.inbound.texts.dice import roll_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import judge, parse_roll, throw
from tests.doubles.rng import ScriptedRng

# Comments cannot contain invisible characters and backticks.
COMMENTS = some.text(
    some.characters(exclude_categories=("C", "Z"), exclude_characters="`", include_characters=" ")
)


@given(COMMENTS)
def test_a_comment_is_read_back(comment: str) -> None:
    roll_read = read_roll(comment_line(comment) + "\n`1d20`")

    assert roll_read.comment == " ".join(comment.split())
    assert roll_read.notation == "1d20"


@pytest.mark.parametrize(
    "notation",
    ["1d20", "Stealth: a1d20+5 vs 15, 2d6[fire]", "3x1d6, 1d4", "1d6, dp", "{1d6,1d8}kh1"],
)
def test_the_notation_is_read_back(notation: str) -> None:
    plan = parse_roll(notation)
    rng = ScriptedRng([1] * 20)
    rolls = tuple(judge(throw(plan, rng)) for _ in range(plan.repeats))

    assert read_roll("\n".join(roll_lines(rolls, ENGLISH))).notation == plan.notation


@pytest.mark.parametrize(
    ("shown", "command"),
    [
        (ShownRoll(("1d20",), None), "/roll pool1:1d20"),
        (ShownRoll(("1d20", "2d6"), None), "/roll pool1:1d20 pool2:2d6"),
        (ShownRoll(("1d20", "dp"), None), "/roll pool1:1d20 add_plot:True"),
        (ShownRoll(("dp",), None), "/roll pool1:dp"),
        (ShownRoll(("1d20", "dp", "2d6"), None), "/roll pool1:1d20 pool2:dp pool3:2d6"),
        (ShownRoll(("1d20", "a1dp"), None), "/roll pool1:1d20 pool2:a1dp"),
        (ShownRoll(("3x1d20, 2d6, dp",), None), "/roll pool1:3x1d20, 2d6 add_plot:True"),
        (
            ShownRoll(("1d20", "2d6", "dp"), "en garde"),
            "/roll pool1:1d20 pool2:2d6 # en garde add_plot:True",
        ),
        (
            ShownRoll(("1d4", "dp", "1d6", "1d8", "1d10", "1d12"), "all"),
            "/roll pool1:1d4, dp, 1d6, 1d8, 1d10, 1d12 # all",
        ),
        (
            ShownRoll(("1d4", "a1dp", "1d6", "1d8", "1d10", "1d12"), None),
            "/roll pool1:1d4, a1dp, 1d6, 1d8, 1d10, 1d12",
        ),
        (
            ShownRoll(("1d4", "1d6", "1d8", "1d10", "1d12", "dp"), None),
            "/roll pool1:1d4 pool2:1d6 pool3:1d8 pool4:1d10 pool5:1d12 add_plot:True",
        ),
    ],
)
def test_the_command_makes_the_roll_again(shown: ShownRoll, command: str) -> None:
    assert shown.command(ENGLISH) == command


def test_a_message_without_a_roll_has_no_notation() -> None:
    assert read_roll("nothing here").notations == ()


def test_a_roll_in_the_wording_of_the_release_before_is_read() -> None:
    description = (
        "**16** `1d20+5` [11] + 5\n`a1dp` [5**(O)**↑(2)]\n"
        "Opportunity, plot die 5 or 2: still to be picked, 5 counts until then"
    )

    assert read_roll(description).notation == "1d20+5, a1dp"
