"""Tests that canonical notation parses back, even beyond the input limit."""

from __future__ import annotations

import pytest
from hypothesis import given, reject

from nazh.domain.dice.errors import NotationTooLong
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import parse_canonical, read_roll
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.strategies import notations

LONGEST = f"{'x' * (Limits.NOTATION_LENGTH - 6)}: 1d20"


@given(notations())
def test_canonical_notation_parses_to_the_same_roll(text: str) -> None:
    try:
        plan = read_roll(text)
    except Refusal:
        reject()

    again = parse_canonical(plan.notation)

    assert (again.pools, again.repeats) == (plan.pools, plan.repeats)


@pytest.mark.parametrize("text", ["1d20", "3x1d20, 2d6 vs 5", LONGEST])
def test_a_plot_die_that_was_added_is_read_back(text: str) -> None:
    plan = read_roll(text).with_plot_die()

    assert parse_canonical(plan.notation) == plan


def test_only_known_forms_grow_when_written_canonically() -> None:
    with pytest.raises(NotationTooLong):
        parse_canonical(f"x{LONGEST}")
    with pytest.raises(NotationTooLong):
        parse_canonical(f"x{LONGEST}, dp")
