"""Tests refusal texts with sentence, caret and hint."""

from __future__ import annotations

import pytest
from hypothesis import given

from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.inbound.texts.refusals import (
    caret_lines,
    escape_text,
    refusal_lines,
    refusal_text,
)
from nazh.domain.dice.errors.characters import UnknownCharacter
from nazh.domain.dice.errors.saved import MissingArgument
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.scripted_rolls import refused
from tests.unit.domain.dice.strategies import garbled, steady


def test_a_refusal_shows_the_place_and_the_way_out() -> None:
    assert refusal_lines(refused("1d20+5junk"), ENGLISH) == (
        "I can't read “junk” here.",
        "1d20+5junk",
        "      ^",
        "Put remarks after a #.",
    )


def test_an_empty_text_has_no_place_to_show() -> None:
    assert refusal_lines(refused(""), ENGLISH) == (
        "There is nothing to roll.",
        "Try 1d20+5, or 2d6.",
    )


def test_a_long_text_is_shown_around_the_trouble() -> None:
    _, line_shown, *_ = refusal_lines(refused("1+" * 60 + "junk" + "+1" * 60), ENGLISH)

    assert len(line_shown) <= 62
    assert line_shown.startswith("…")
    assert line_shown.endswith("…")


def test_the_caret_is_below_the_error_in_a_long_text() -> None:
    _, line_shown, caret, *_ = refusal_lines(refused("1+" * 60 + "junk" + "+1" * 60), ENGLISH)

    assert line_shown[caret.index("^") :].startswith("junk")


@pytest.mark.parametrize("text", ["1d20\x1b[31m", "1d20\u202e", "1d20`", "1d20\ud800"])
def test_unprintable_characters_are_replaced(text: str) -> None:
    lines_shown = "".join(refusal_lines(refused(text), ENGLISH)[1:3])

    assert "�" in lines_shown
    assert all(character.isprintable() and character != "`" for character in lines_shown)


def test_in_discord_the_place_is_in_a_code_block() -> None:
    assert refusal_text(refused("1d20+5junk"), ENGLISH) == (
        "I can't read “junk” here.\n```\n1d20+5junk\n      ^\n```Put remarks after a #."
    )


def trouble_in_a_saved_roll() -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_roll("1d6+$hit(3)", saved=(("$hit", "2d6+{n}junk"),))
    return caught.value


def test_trouble_in_a_saved_roll_shows_both_places() -> None:
    assert refusal_lines(trouble_in_a_saved_roll(), ENGLISH) == (
        "I can't read “junk” here.",
        "1d6+$hit(3)",
        "    ^",
        "In $hit:",
        "2d6+3junk",
        "     ^",
        "Put remarks after a #.",
    )
    assert "In $hit:\n2d6+3junk\n     ^\n```" in refusal_text(trouble_in_a_saved_roll(), ENGLISH)


@pytest.mark.parametrize("name", ["@everyone", "@here", "@__loud__", "$_quiet_"])
def test_a_players_own_word_in_the_sentence_cannot_mention_or_format(name: str) -> None:
    sentence = refusal_text(refused(f"1d20+{name}"), ENGLISH).split("\n")[0]

    assert name not in sentence
    assert name.replace("_", "\\_").replace("@", "@\u2060") in sentence


def test_no_name_or_default_of_a_player_can_format_the_sentence_or_the_hint() -> None:
    call = "$hit(x=2*3, y=2*@luck)"
    text = refusal_text(MissingArgument("$hit", "x", call, 0), ENGLISH)

    assert "$hit(x=2\\*3, y=2\\*@\u2060luck)" in text
    assert "\\*\\*loud\\*\\*" in refusal_text(UnknownCharacter("**loud**"), ENGLISH)


def test_no_text_of_a_player_hides_an_address_behind_other_words() -> None:
    link = "[Free Nitro](https://evil.example)"

    assert escape_text(link) == "\\[Free Nitro\\](https://evil.example)"
    assert escape_text(f"\\{link}") == "\\\\\\[Free Nitro\\](https://evil.example)"


@steady
@given(garbled())
def test_every_refusal_has_its_caret_within_the_text(text: str) -> None:
    try:
        read_roll(text)
    except Refusal as refusal:
        lines = refusal_lines(refusal, ENGLISH)
    else:
        return

    carets = [line for line in lines if line.strip() == "^"]
    assert len(carets) <= 1
    assert all(len(caret) <= 63 for caret in carets)
    assert all("\n" not in line for line in lines)


def test_a_long_text_is_shown_from_half_a_line_before_the_trouble() -> None:
    before, behind = "1+" * 60, "+1" * 60

    line_shown, caret = caret_lines(refused(f"{before}junk{behind}"))

    assert line_shown == f"…{before[-30:]}junk{behind[:26]}…"
    assert caret == f"{' ' * 31}^"


def test_the_end_of_a_long_text_fills_the_line() -> None:
    before = "1+" * 60

    line_shown, caret = caret_lines(refused(f"{before}junk"))

    assert line_shown == f"…{before[-56:]}junk"
    assert caret == f"{' ' * 57}^"
