"""Tests how the builder words the range of a pool."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.dice.builder import (
    lost_builder,
    prospect_text,
    staged_lines,
)
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import NAZH, PLAIN, Ruleset, parse_roll
from nazh.domain.dice.building.drafting import Draft, draft_of


@pytest.mark.parametrize(
    ("notation", "ruleset", "words"),
    [
        ("1d20+5", NAZH, "6 to 25, average 15.5"),
        ("a1d20", NAZH, "1 to 20, average 13.8"),
        ("2d6", NAZH, "2 to 12, average 7"),
        ("1d4-3", NAZH, "1 to 1"),
        ("1d4-3", PLAIN, "-2 to 1, average -0.5"),
        ("4d6kh3", NAZH, "between 3 and 18"),
        ("5d10>=8", NAZH, "between 0 and 5"),
        ("1d6/1d4", PLAIN, "between 0 and 6"),
        ("1d6/(1d4-2)", NAZH, ""),
        ("dp", NAZH, "the plot die"),
        ("1000000000*1000000000*1000000000*1000000000", NAZH, ""),
    ],
)
def test_a_pool_has_its_range(notation: str, ruleset: Ruleset, words: str) -> None:
    assert (
        prospect_text(parse_roll(notation).pools[0], ruleset, ENGLISH, has_plot_die=False) == words
    )


def test_only_a_skill_pool_waits_for_the_plot_die() -> None:
    draft = draft_of(parse_roll("1d20, 2d6, dp"))

    assert staged_lines(draft, NAZH, ENGLISH) == (
        "`1d20`: 1 to 20, average 10.5, before the plot die",
        "`2d6`: 2 to 12, average 7",
    )


def test_repeats_stand_with_the_first_pool() -> None:
    draft = draft_of(parse_roll("6x4d6kh3, 1d4"))

    assert staged_lines(draft, NAZH, ENGLISH) == (
        "`6x4d6kh3`: between 3 and 18",
        "`1d4`: 1 to 4, average 2.5",
    )


def test_a_lost_builder_says_how_to_get_it_back() -> None:
    assert "/build pools:1d20 # up" in lost_builder(draft_of(parse_roll("1d20 # up")), ENGLISH)
    assert "/build" in lost_builder(Draft(), ENGLISH)


@pytest.mark.parametrize(("notation", "average"), [("1d6-4", "-0.5"), ("2d6", "7"), ("1d6", "3.5")])
def test_averages_have_one_decimal(notation: str, average: str) -> None:
    words = prospect_text(parse_roll(notation).pools[0], PLAIN, ENGLISH, has_plot_die=False)

    assert words.endswith(f"average {average}")
