"""Tests that transactions take as much as fits into their time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.sql.dominion.pacing import MOST, TARGET, Pace


@given(st.floats(0, TARGET / 2), st.floats(1e-5, TARGET), st.integers(1, MOST))
def test_transactions_come_to_take_about_as_long_as_they_should(
    fixed: float, each: float, at_once: int
) -> None:
    pace = Pace()
    pace.at_once = at_once

    for _ in range(50):
        pace.note(pace.at_once, fixed + each * pace.at_once)

    fitting = (TARGET - fixed) / each
    assert min(MOST, fitting) / 3 - 1 <= pace.at_once <= max(1, 1.5 * fitting + 1)


def test_a_slow_transaction_is_followed_by_a_small_one() -> None:
    pace = Pace()
    pace.at_once = MOST

    pace.note(MOST, 8 * TARGET)

    assert pace.at_once == MOST // 8


def test_a_transaction_that_found_little_says_nothing_about_more() -> None:
    pace = Pace()
    pace.at_once = 20

    pace.note(2, TARGET / 100)

    assert pace.at_once == 20
