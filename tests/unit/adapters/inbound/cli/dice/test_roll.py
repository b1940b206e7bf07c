"""Tests the outputs of ``nazh roll`` as text, with styles and as JSON."""

from __future__ import annotations

import json

import pytest

from tests.conftest import CheckGolden
from tests.unit.adapters.inbound.cli.cli_runner import answers, nazh

THREAT = ("a1d20+5, 2d6", "--plot", "--faces", "3,18,3,4,2")


def test_edges_thrown_by_hand_keep_the_right_faces() -> None:
    (form,) = answers(nazh("roll", "ad3d20+1", "--faces", "4,15,9,2,11", "--json"))

    (pool,) = form["rolls"][0]["pools"]  # type: ignore[index]  # JSON, read as it comes
    assert pool["total"] == 29
    assert [die["faces"][0] for die in pool["dice"]] == [15, 2, 11]
    assert [die["value"] for die in pool["dice"]] == [15, 2, 11]


def test_the_machine_form_is_the_documented_example_key_for_key() -> None:
    result = nazh("roll", *THREAT, "--json")

    assert result.stdout.count("\n") == 1
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "notation": "a1d20+5, 2d6, dp",
        "ruleset": "nazh",
        "comment": None,
        "rolls": [
            {
                "pools": [
                    {
                        "notation": "a1d20+5",
                        "label": None,
                        "kind": "skill",
                        "total": 27,
                        "raw": 23,
                        "plot_bonus": 4,
                        "floored": False,
                        "text": "[18↑(3)] + 5",
                        "target": None,
                        "dice": [die(20, 18, 3, edge="advantage")],
                    },
                    {
                        "notation": "2d6",
                        "label": None,
                        "kind": "pool",
                        "total": 7,
                        "raw": 7,
                        "plot_bonus": 0,
                        "floored": False,
                        "text": "[3][4]",
                        "target": None,
                        "dice": [die(6, 3), die(6, 4)],
                    },
                    {
                        "notation": "dp",
                        "label": None,
                        "kind": "plot",
                        "total": None,
                        "raw": None,
                        "plot_bonus": 0,
                        "floored": False,
                        "text": "[2!!(T)]",
                        "target": None,
                        "dice": [{**die(6, 2), "value": 0, "marks": ["threat"]}],
                    },
                ],
                "plot": {"face": 2, "bonus": 4, "outcome": "threat", "choice_open": False},
                "opportunities": 0,
                "threats": 1,
            }
        ],
    }


def die(sides: int, *faces: int, edge: str | None = None) -> dict[str, object]:
    return {
        "sides": sides,
        "faces": list(faces),
        "value": faces[0],
        "kept": True,
        "edge": edge,
        "marks": [],
    }


def test_the_machine_form_is_utf8_and_unescaped() -> None:
    result = nazh("roll", "a1d20", "--faces", "18,3", "--json")

    assert "18↑(3)".encode() in result.stdout_bytes


def test_totals_beyond_64_bits_are_printed_whole() -> None:
    (form,) = answers(nazh("roll", "1000000000*1000000000*1000000000", "--json"))

    assert form["rolls"][0]["pools"][0]["total"] == 10**27  # type: ignore[index]  # JSON


def test_dice_are_thrown_where_no_faces_are_given() -> None:
    result = nazh("roll", "1d20+5", faces=[7])

    assert result.stdout == "12  1d20+5  [7] + 5\n"


def test_several_notations_are_one_roll() -> None:
    result = nazh("roll", "1d20", "2d6", faces=[7, 1, 6])

    assert result.stdout == "7  1d20  [7]\n7  2d6  [1 min][6 max]\n"


def test_a_notation_after_two_dashes_may_begin_with_a_minus() -> None:
    result = nazh("roll", "--ruleset", "plain", "--", "-1d4+3", faces=[2])

    assert result.stdout == "1  -1d4+3  -[2] + 3\n"


@pytest.mark.parametrize("command", ["roll", "explain", "odds"])
@pytest.mark.parametrize("notation", ["-1d4+3", "-d6+10"])
def test_a_leading_minus_is_explained(command: str, notation: str) -> None:
    result = nazh(command, notation)

    assert result.exit_code == 2
    assert f"nazh {command} -- -1d4+3" in result.stderr


@pytest.mark.parametrize("words", [("roll", "1d20", "--plott"), ("run", "-1")])
def test_other_unknown_options_are_not_explained_as_notation(words: tuple[str, ...]) -> None:
    result = nazh(*words)

    assert "No such option" in result.stderr
    assert "notation" not in result.stderr.splitlines()[-1]


def test_faces_may_be_negative() -> None:
    result = nazh("roll", "2dF+3", "--faces=-1,0")

    assert result.stdout == "2  2dF+3  [-1 min][0] + 3\n"


def test_the_remark_is_shown() -> None:
    result = nazh("roll", "1d20 # for the queen", faces=[7])

    assert result.stdout == "# for the queen\n7  1d20  [7]\n"


def test_a_difficulty_needs_no_quotes() -> None:
    quoted = nazh("roll", "1d20+5 vs 15, 2d6", faces=(11, 1, 2)).stdout

    assert nazh("roll", *["1d20+5", "vs", "15", "2d6"], faces=(11, 1, 2)).stdout == quoted
    assert nazh("roll", "1d20+5", "2d6", "--vs", "15", faces=(11, 1, 2)).stdout == quoted
    assert nazh("roll", "1d20+5", "2d6", "--vs", "15", "--faces", "11,1,2").stdout == quoted


def test_the_operators_ruleset_is_the_default() -> None:
    env = {"NAZH_DICE_RULESET": "cosmere"}

    assert answers(nazh("roll", "1d20", "--json", faces=(7,), env=env))[0]["ruleset"] == "cosmere"
    chosen = nazh("roll", "1d20", "--json", "--ruleset", "plain", faces=(7,), env=env)
    assert answers(chosen)[0]["ruleset"] == "plain"


def test_an_invalid_ruleset_of_the_operator_is_named() -> None:
    result = nazh("roll", "1d20", env={"NAZH_DICE_RULESET": "chess"})

    assert result.exit_code == 2
    assert "NAZH_DICE_RULESET" in result.stderr


def test_the_ruleset_is_chosen_by_name() -> None:
    result = nazh("roll", "1d20", "--faces", "1", "--ruleset", "cosmere")

    assert result.stdout.endswith("\nComplication\n")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("threat", THREAT),
        ("opportunity", ("1d20, dp # well met", "--faces", "20,5")),
        ("explosions", ("Fireball: 3d6! vs 12", "--faces", "6,2,1,3")),
        ("dropped", ("4d6kh3, 1d4-9", "--faces", "6,1,2,5,1")),
        ("rerolled", ("3d6r<=2, 6d10>=8f=1", "--faces", "1,4,2,5,3,1,8,9,10,2,3")),
        ("repeats", ("2x1d20, dp", "--faces", "20,1,3,5")),
    ],
)
def test_a_terminal_shows_styles_as_it_did(
    name: str, arguments: tuple[str, ...], check_golden: CheckGolden
) -> None:
    result = nazh("roll", *arguments, env={"FORCE_COLOR": "1"})

    check_golden(f"cli/roll_{name}.txt", result.stdout.replace("\x1b", "␛"))


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"FORCE_COLOR": "0"}])
def test_without_a_terminal_or_colour_there_are_words_alone(env: dict[str, str]) -> None:
    result = nazh("roll", *THREAT, env=env)

    assert result.stdout.splitlines() == [
        "27 (+4 Plot)  a1d20+5  [18 over 3] + 5",
        "7  2d6  [3][4]",
        "dp  [2 Threat]",
        "Threat",
    ]


def test_a_refusal_shows_sentence_caret_and_hint_on_standard_error() -> None:
    result = nazh("roll", "1d20+5", "ad20")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "“ad20” has a tag but no number of dice.",
        "1d20+5, ad20",
        "        ^",
        "Write a1d20.",
    ]


def test_a_refusal_for_a_machine_is_on_standard_output() -> None:
    result = nazh("roll", "1d20", "1d6!>=1", "--json")

    assert result.exit_code == 2
    assert result.stderr == ""
    error = answers(result)[0]["error"]
    assert isinstance(error, dict)
    assert (error["code"], error["at"]) == ("endless_roll", 9)
    assert error["message"]
    assert error["hint"]


@pytest.mark.parametrize(
    ("faces", "code", "at"),
    [
        ("3,x", "unreadable_faces", 2),
        ("3,,4", "unreadable_faces", 2),
        ("3,", "unreadable_faces", 2),
        (" 3, 4.5", "unreadable_faces", 4),
        ("3 4", "unreadable_faces", 0),
        ("9" * 400, "unreadable_faces", 0),
        ("٣", "unreadable_faces", 0),
        ("", "too_few_faces", None),
        ("3", "too_few_faces", None),
        ("3,4,5", "too_many_faces", None),
        ("3,7", "impossible_face", None),
        ("3,-1", "impossible_face", None),
    ],
)
def test_invalid_faces_are_refused(faces: str, code: str, at: int | None) -> None:
    result = nazh("roll", "2d6", f"--faces={faces}", "--json")

    assert result.exit_code == 2
    error = answers(result)[0]["error"]
    assert isinstance(error, dict)
    assert (error["code"], error["at"]) == (code, at)


def test_unreadable_faces_are_shown_with_a_caret() -> None:
    result = nazh("roll", "2d6", "--faces", "3,x")

    assert result.stderr.splitlines()[1:3] == ["3,x", "  ^"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--json",),
        ("1d6", "--lines"),
        ("--lines", "--faces", "1"),
        ("1d6", "--ruleset", "chess"),
        ("1d6", "--no-such"),
        ("-1d6",),
    ],
)
def test_a_command_line_that_makes_no_sense_gets_help(arguments: tuple[str, ...]) -> None:
    result = nazh("roll", *arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: nazh roll" in result.stderr
    assert "--help" in result.stderr


def test_a_remark_swallows_no_pool() -> None:
    (form,) = answers(nazh("roll", "1d20 # a", "2d6", "--faces", "9,3,4", "--json"))

    assert form["notation"] == "1d20, 2d6"
    assert form["comment"] == "a"
