"""Tests roll plans."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.domain.dice import COSMERE, NAZH, PLAIN, judge, throw, throw_physical_dice
from nazh.domain.dice.errors import DuplicatePlotDie
from nazh.domain.dice.notation import read_roll


@pytest.mark.parametrize(
    ("text", "dice"),
    [("1d20", 1), ("6x4d6kh3", 24), ("a1d20+2d6, dp", 4), ("5", 0), ("ad3d20", 3)],
)
def test_a_plan_knows_how_many_dice_fall(text: str, dice: int) -> None:
    assert read_roll(text).dice == dice


@pytest.mark.parametrize(
    ("text", "has_one"), [("1d20", False), ("1d20, dp", True), ("1d20+dp", True), ("p2d6", True)]
)
def test_a_plan_knows_its_plot_die(text: str, has_one: bool) -> None:
    assert read_roll(text).has_plot_die is has_one


def test_a_plot_die_may_be_added_once() -> None:
    plan = read_roll("6x1d20 # climbing").with_plot_die()

    assert (plan.notation, plan.repeats, plan.comment) == ("6x1d20, dp", 6, "climbing")
    with pytest.raises(DuplicatePlotDie):
        plan.with_plot_die()


def test_the_notation_leaves_the_comment_out() -> None:
    assert read_roll("2d6 # fire").notation == "2d6"


@pytest.mark.parametrize(
    ("text", "remembered"), [("1d20+5", 20), ("2d20kh1", 400), ("3d20", 0), ("1d20, 1d20", 0)]
)
def test_no_more_outcomes_are_remembered_than_are_worth_it(text: str, remembered: int) -> None:
    plan, dice = read_roll(text), SeededRng(1)

    for _ in range(5_000):
        judge(throw(plan, dice))

    assert len(plan.cached_throws) == len(plan.cached_rolls) == remembered


def test_a_cached_result_belongs_to_its_ruleset() -> None:
    (thrown,) = throw_physical_dice(read_roll("1d20-5"), (2,))

    rolls = [judge(thrown, rules) for rules in (NAZH, PLAIN, COSMERE, NAZH)]

    assert [roll.pools[0].total for roll in rolls] == [1, -3, -3, 1]
    assert [roll.ruleset for roll in rolls] == [NAZH, PLAIN, COSMERE, NAZH]
