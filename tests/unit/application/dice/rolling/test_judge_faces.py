"""Tests that dice rolled by hand are evaluated like any other."""

from __future__ import annotations

import pytest

from nazh.application.dice.rolling.judge_faces import EnteredThrow, JudgeFaces
from nazh.domain.dice import COSMERE
from nazh.domain.dice.errors import DivisionByZero, ImpossibleFace, NoTotal, TooManyFaces


def test_faces_are_judged_in_draw_order() -> None:
    rolls = JudgeFaces()(EnteredThrow("ad3d20+1", (4, 15, 9, 2, 11)))

    assert rolls[0].pools[0].total == 29


def test_the_plot_die_and_the_ruleset_are_heeded() -> None:
    hand = EnteredThrow("a1d20+5, 2d6", (3, 18, 3, 4, 2), add_plot=True, ruleset=COSMERE)

    rolls = JudgeFaces()(hand)

    assert (rolls[0].pools[0].total, rolls[0].threats) == (27, 1)
    assert rolls[0].ruleset is COSMERE


def test_repeats_share_one_row_of_faces() -> None:
    rolls = JudgeFaces()(EnteredThrow("2x1d6", (3, 4)))

    assert [roll.pools[0].total for roll in rolls] == [3, 4]


@pytest.mark.parametrize(("faces", "refusal"), [((7,), ImpossibleFace), ((1, 2), TooManyFaces)])
def test_impossible_faces_are_refused(faces: tuple[int, ...], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        JudgeFaces()(EnteredThrow("1d6", faces))


def test_a_difficulty_for_the_plot_die_alone_is_refused() -> None:
    with pytest.raises(NoTotal):
        JudgeFaces()(EnteredThrow("dp vs 3", (4,)))


@pytest.mark.parametrize("notation", ["1d20/(1d2-1)", "{1d6/(1d2-1),1}kh1"])
def test_a_division_by_zero_has_its_position(notation: str) -> None:
    with pytest.raises(DivisionByZero) as refused:
        JudgeFaces()(EnteredThrow(notation, (6, 1)))

    assert (refused.value.source, refused.value.at) == (notation, 4)
