"""Tests what may be saved under which name, and what a name refers to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.domain.dice.errors.saved import InvalidSavedName, NotANumber
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import names_in
from nazh.domain.dice.saving.saved_rolls import (
    referenced_texts,
    saved_name,
    saved_number,
    saved_text,
)
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.strategies import steady


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Attack", "$attack"),
        (" $fire_bolt2 ", "$fire_bolt2"),
        ("@LUCK", "@luck"),
        ("größe", "$größe"),
        ("Great  Axe", "$great_axe"),
        ("＠ＬＵＣＫ", "@luck"),
        ("x" * 32, "$" + "x" * 32),
    ],
)
def test_a_name_is_kept_as_the_notation_reads_it(written: str, name: str) -> None:
    assert saved_name(written) == name


@pytest.mark.parametrize(
    "written", ["", "$", "2d6", "_x", "_ x", "a-b", "a`b", "x" * 33, "\u200fa", "$$a"]
)
def test_a_name_that_notation_cannot_contain_is_refused(written: str) -> None:
    with pytest.raises(InvalidSavedName):
        saved_name(written)


@steady
@given(some.text(max_size=40))
def test_every_name_that_is_taken_is_found_in_a_roll(written: str) -> None:
    try:
        name = saved_name(written)
    except Refusal:
        return

    assert names_in(f"1d20+{name}-1") == (name,)
    assert saved_name(name) == name


@pytest.mark.parametrize(
    ("written", "number"), [("5", "5"), (" - 3 ", "-3"), ("+007", "7"), ("−4", "-4")]
)
def test_a_number_is_kept_plainly(written: str, number: str) -> None:
    assert saved_number("@x", written) == number


@pytest.mark.parametrize("written", ["", "1d6", "2.5", "x", "9" * 400, "-" + "9" * 20])
def test_an_invalid_number_is_refused(written: str) -> None:
    with pytest.raises(NotANumber):
        saved_number("@x", written)


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_may_be_as_large_as_the_limit_in_both_directions(sign: str) -> None:
    assert saved_number("@x", f"{sign}{Limits.NUMBER}") == f"{sign}{Limits.NUMBER}"
    with pytest.raises(NotANumber):
        saved_number("@x", f"{sign}{Limits.NUMBER + 1}")


def test_a_saved_roll_may_use_unknown_numbers() -> None:
    assert saved_text("$a", " 1d20 +  @luck ", {}) == "1d20 + @luck"
    assert saved_text("$b", "$a", {"$a": "@luck"}) == "$a"


def test_a_name_includes_all_names_inside_it() -> None:
    known = {"$a": "$b+@x", "$b": "1d6+$c(@y)", "@x": "1", "@y": "2", "$z": "1"}

    assert referenced_texts(["$a", "$none"], known) == {
        "$a": "$b+@x",
        "$b": "1d6+$c(@y)",
        "@x": "1",
        "@y": "2",
    }
    assert list(referenced_texts(["$b", "$a"], known)) == list(referenced_texts(["$a"], known))


def test_names_in_a_circle_end() -> None:
    assert referenced_texts(["$a"], {"$a": "$b", "$b": "$a"}) == {"$a": "$b", "$b": "$a"}


def test_the_name_of_a_parameter_fits_into_a_form() -> None:
    longest = "a" * 100
    assert saved_text("$hit", f"1d20+{{{longest}}}", {}) == f"1d20+{{{longest}}}"

    with pytest.raises(InvalidSavedName, match="1 to 100 letters"):
        saved_text("$hit", f"1d20+{{{longest}a}}", {})
