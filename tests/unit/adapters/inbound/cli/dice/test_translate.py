"""Tests ``nazh translate``."""

from __future__ import annotations

import pytest

from tests.unit.adapters.inbound.cli.cli_runner import answers, nazh


def test_a_roll_is_translated_and_every_change_reported() -> None:
    result = nazh("translate", "--from", "roll20", "/r 3d6!>4+?{Bonus|2}")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "3d6!>=4+{bonus=2}",
        "  /r was left out: the command is not part of the roll",
        "  !>4 became !>=4: in that tool, > and < include the number",
        "  ?{Bonus|2} became {bonus=2}: a prompt is a parameter of the saved roll",
    ]


def test_a_machine_reads_one_line() -> None:
    result = nazh("translate", "--from", "FOUNDRY", "2d20r1", "--json")

    assert answers(result) == [
        {
            "notation": "2d20ro=1",
            "changes": [
                {
                    "written": "r1",
                    "became": "ro=1",
                    "why": "in that tool, r rerolls once, and rr repeatedly",
                }
            ],
        }
    ]


def test_untranslatable_notation_is_refused_with_its_position() -> None:
    result = nazh("translate", "--from", "roll20", "3d6mt")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines()[1:3] == ["3d6mt", "   ^"]


@pytest.mark.parametrize("tool", ["roll20", "foundry", "d20", "dicemaiden"])
@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "There is nothing to roll."),
        (" ", "There is nothing to roll."),
        ("1d6+", "The roll ends too early."),
        ("1d6\udce9", "There is a character in your roll that is not UTF-8."),
    ],
)
def test_a_text_that_is_no_roll_is_refused(tool: str, written: str, says: str) -> None:
    result = nazh("translate", "--from", tool, written)

    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == says


def test_a_refusal_names_no_command_of_discord() -> None:
    untranslatable = nazh("translate", "--from", "roll20", "3d6mt")
    parameter = nazh("roll", "1d20+{bonus}")

    assert untranslatable.stderr.splitlines()[-1] == "Write this part in Nazh's notation."
    assert parameter.stderr.splitlines()[-1] == "Write a number in its place."


def test_a_translation_that_is_not_a_roll_is_refused() -> None:
    result = nazh("translate", "--from", "d20", "0d6", "--json")

    assert result.exit_code == 2
    assert '"code":"no_dice"' in result.stdout


def test_a_tool_must_be_named() -> None:
    result = nazh("translate", "1d6")

    assert result.exit_code == 2
    assert "--from" in result.stderr


def test_the_own_notation_is_not_one_of_the_tools() -> None:
    result = nazh("translate", "--from", "nazh", "1d6")

    assert result.exit_code == 2
    assert "'nazh' is not one of 'roll20'" in result.stderr
