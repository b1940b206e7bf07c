"""Tests totals, kinds, difficulties and marks; the same faces give the same roll."""

from __future__ import annotations

import pytest

from nazh.domain.dice import COSMERE, NAZH, PLAIN, judge, throw_physical_dice
from nazh.domain.dice.evaluation.results import TargetResult
from nazh.domain.dice.notation import read_roll
from tests.unit.domain.dice.scripted_rolls import marks, pool, results_of, roll_faces


def test_a_pool_totals_its_dice_and_its_bonus() -> None:
    assert pool("ad3d20+1", 4, 15, 9, 2, 11).total == 29


def test_every_pool_has_its_own_total() -> None:
    roll = roll_faces("a1d20+5, 2d6; 1d8-1", 18, 3, 3, 4, 6)

    assert [result.total for result in roll.pools] == [23, 7, 5]


@pytest.mark.parametrize(
    ("text", "faces", "kind"),
    [
        ("1d20", (5,), "skill"),
        ("2d6+1d20", (1, 2, 3), "skill"),
        ("max(1d20,3)", (5,), "skill"),
        ("5d20>=15", (1, 2, 3, 4, 5), "skill"),
        ("a1d20+dp", (5, 6, 1), "skill"),
        ("2d6", (1, 2), "pool"),
        ("5", (), "pool"),
        ("1d[1,20]", (20,), "pool"),
        ("2d6+dp", (1, 2, 3), "pool"),
        ("dp", (3,), "plot"),
        ("p1d6", (3,), "plot"),
        ("a1dp", (3, 3), "plot"),
        ("5d10>=8", (1, 2, 3, 4, 5), "successes"),
        ("2d6+3>=9", (1, 2), "successes"),
        ("{2d6,1d8}>=5", (1, 2, 3), "successes"),
    ],
)
def test_the_kind_of_a_pool(text: str, faces: tuple[int, ...], kind: str) -> None:
    assert pool(text, *faces).pool.kind.value == kind


@pytest.mark.parametrize(
    ("text", "faces", "margin", "success"),
    [
        ("1d20+5 vs 15", (10,), 0, True),
        ("1d20+5 vs 15", (9,), -1, False),
        ("1d20+5 vs 15", (20,), 10, True),
        ("1d20 VS 3", (1,), -2, False),
        ("1d6-9 vs 1", (1,), 0, True),
    ],
)
def test_a_difficulty_is_met_from_below(
    text: str, faces: tuple[int, ...], margin: int, success: bool
) -> None:
    target = pool(text, *faces).target

    assert target is not None
    assert (target.margin, target.success) == (margin, success)


def test_a_difficulty_is_compared_after_the_plot_die() -> None:
    assert pool("1d20 vs 15, dp", 12, 2).target == TargetResult(against=15, margin=1)


def test_a_pool_without_a_difficulty_has_no_margin() -> None:
    assert pool("1d20", 4).target is None


@pytest.mark.parametrize(
    ("text", "faces", "expected"),
    [
        ("1d20", (20,), [{"max"}]),
        ("1d20", (1,), [{"min"}]),
        ("1d20", (7,), [set()]),
        ("2d20kh1", (20, 1), [{"max"}, set()]),
        ("2d20kl1", (20, 1), [set(), {"min"}]),
        ("2dF", (-1, 1), [{"min"}, {"max"}]),
        ("1d[2,3]", (2,), [{"min"}]),
        ("a1d20", (20, 1), [{"max"}]),
        ("1d20mi5", (1,), [{"min"}]),
        ("1d6r1", (1, 6), [{"rerolled", "max"}]),
    ],
)
def test_kept_extremes_are_marked_by_the_face_that_counts(
    text: str, faces: tuple[int, ...], expected: list[set[str]]
) -> None:
    assert marks(text, *faces) == expected


def test_the_same_faces_judged_again_give_the_same_roll() -> None:
    (thrown,) = throw_physical_dice(read_roll("a1d20+5, 4d6!kh3, dp"), (18, 3, 6, 2, 6, 1, 3, 4, 2))

    assert results_of(judge(thrown)) == results_of(judge(thrown))
    assert results_of(judge(thrown, COSMERE)) == results_of(judge(thrown, COSMERE))


@pytest.mark.parametrize("text", ["1d20", "2d20kh1+5", "4d6kh3", "1d6-4"])
def test_rulesets_judged_in_turn_do_not_mix(text: str) -> None:
    (thrown,) = throw_physical_dice(read_roll(text), (1, 1, 1, 1)[: read_roll(text).dice])

    first = [results_of(judge(thrown, ruleset)) for ruleset in (NAZH, COSMERE, PLAIN)]
    again = [results_of(judge(thrown, ruleset)) for ruleset in (PLAIN, COSMERE, NAZH)]

    assert first == again[::-1]


def test_plain_arithmetic_is_a_pool_without_dice() -> None:
    result = pool("7*6")

    assert (result.total, result.dice) == (42, ())
