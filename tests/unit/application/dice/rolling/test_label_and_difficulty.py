"""Tests that a separate label and difficulty apply to one pool, the first unless told."""

from __future__ import annotations

import pytest

from nazh.application.dice.errors import DifficultyTwice, LabelTwice, NoSuchPool
from nazh.application.dice.rolling.label_and_difficulty import with_label_and_difficulty
from nazh.domain.dice import parse_roll
from nazh.domain.dice.errors import NotationTooLong, NoTotal
from nazh.domain.dice.errors.drafting import InvalidLabel
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal

LONG = f"1d20[{'a' * (Limits.NOTATION_LENGTH - 8)}]"


@pytest.mark.parametrize(
    ("notation", "label", "difficulty", "written"),
    [
        ("1d20+5, 2d6", "Stealth", 15, "Stealth: 1d20+5 vs 15, 2d6"),
        ("3x1d20", "Climb", None, "3xClimb: 1d20"),
        ("1d20 vs 3", "  Night   watch ", None, "Night watch: 1d20 vs 3"),
        ("Stealth: 1d20", None, 0, "Stealth: 1d20 vs 0"),
        ("1d20", "  ", None, "1d20"),
    ],
)
def test_the_first_pool_is_worded(
    notation: str, label: str | None, difficulty: int | None, written: str
) -> None:
    plan = with_label_and_difficulty(parse_roll(notation), label, difficulty)

    assert plan.notation == parse_roll(written).notation


def test_another_pool_is_worded() -> None:
    plan = with_label_and_difficulty(parse_roll("1d20+5, 2d6, dp"), "Damage", 7, position=2)

    assert plan.notation == "1d20+5, Damage: 2d6 vs 7, dp"


@pytest.mark.parametrize(("position", "refusal"), [(3, NoTotal), (4, NoSuchPool)])
def test_another_pool_must_exist_and_have_a_total(position: int, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        with_label_and_difficulty(parse_roll("1d20+5, 2d6, dp"), None, 7, position)


@pytest.mark.parametrize(
    ("notation", "label", "difficulty", "refusal"),
    [
        ("A: 1d20", "B", None, LabelTwice),
        ("1d20 vs 3", None, 4, DifficultyTwice),
        ("dp, 1d20", None, 4, NoTotal),
        ("1d20", "a:b", None, InvalidLabel),
        ("1d20", "x, 1d6", None, InvalidLabel),
        ("1d20", "`code`", None, InvalidLabel),
        ("1d20", "a" * 500, None, NotationTooLong),
        (LONG, "Climb", None, NotationTooLong),
        (LONG, None, 15, NotationTooLong),
    ],
)
def test_a_label_or_difficulty_that_does_not_fit_is_refused(
    notation: str, label: str | None, difficulty: int | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        with_label_and_difficulty(parse_roll(notation), label, difficulty)


def test_a_roll_may_be_as_long_with_a_difficulty_as_one_that_is_typed() -> None:
    notation = f"1d20[{'a' * (Limits.NOTATION_LENGTH - len('1d20[] vs 15'))}]"

    plan = with_label_and_difficulty(parse_roll(notation), None, 15)

    assert len(plan.notation) == Limits.NOTATION_LENGTH


def test_the_length_limit_applies_to_the_expanded_roll() -> None:
    with pytest.raises(NotationTooLong, match=r"yours, written out in full, has 404\."):
        with_label_and_difficulty(parse_roll(LONG), None, 15)
