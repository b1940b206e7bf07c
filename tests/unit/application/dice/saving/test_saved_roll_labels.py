"""Tests that a saved roll keeps its name in the result."""

from __future__ import annotations

import pytest

from nazh.application.dice.rolling.label_and_difficulty import (
    with_label_and_difficulty,
    with_saved_names,
)
from nazh.domain.dice.notation import read_roll

SAVED = (
    ("$both", "1d20+5 vs 12, 2d6"),
    ("$fire", "Flame: {n}d6"),
    ("$longsword", "1d20+5"),
    ("$long_sword", "$longsword"),
    ("$stakes", "dp"),
    ("$long", "1d20" + "+1d4" * 18 + "+1" * 160),
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("$longsword", "Longsword: 1d20+5"),
        ("$LongSword vs 15", "Longsword: 1d20+5 vs 15"),
        ("$longsword + 2", "Longsword: (1d20+5)+2"),
        ("3x$longsword", "3xLongsword: 1d20+5"),
        ("$long_sword, 1d6", "Long sword: 1d20+5, 1d6"),
        ("$both, $longsword", "Both: 1d20+5 vs 12, 2d6, Longsword: 1d20+5"),
        ("$fire(2)", "Flame: 2d6"),
        ("Hit: $longsword", "Hit: 1d20+5"),
        ("1d6 + $longsword", "1d6+(1d20+5)"),
        ("$stakes, $longsword", "dp, Longsword: 1d20+5"),
    ],
)
def test_a_pool_that_is_a_saved_roll_has_its_name(typed: str, shown: str) -> None:
    plan = read_roll(typed, saved=SAVED, is_typed=True)

    assert with_saved_names(plan, plan.saved_names).notation == shown


def test_a_label_that_was_given_comes_before_the_name() -> None:
    plan = read_roll("$longsword", saved=SAVED, is_typed=True)

    labelled = with_label_and_difficulty(plan, "Riposte", 12)

    assert with_saved_names(labelled, plan.saved_names).notation == "Riposte: 1d20+5 vs 12"


def test_a_name_that_does_not_fit_is_left_out() -> None:
    plan = read_roll("$long", saved=SAVED, is_typed=True)

    assert with_saved_names(plan, plan.saved_names).pools[0].label is None
