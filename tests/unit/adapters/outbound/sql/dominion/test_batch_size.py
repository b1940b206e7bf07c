"""Tests that transactions take as much as fits into their time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.sql.dominion.periodic_work.batch_size import (
    INITIAL,
    MAX_SIZE,
    TARGET,
    BatchSize,
)


@given(st.floats(0, TARGET / 2), st.floats(1e-5, TARGET), st.integers(1, MAX_SIZE))
def test_transactions_come_to_take_about_as_long_as_they_should(
    fixed: float, each: float, at_once: int
) -> None:
    size = BatchSize()
    size.current = at_once

    for _ in range(50):
        size.note(size.current, fixed + each * size.current)

    fitting = (TARGET - fixed) / each
    assert min(MAX_SIZE, fitting) / 3 - 1 <= size.current <= max(1, 1.5 * fitting + 1)


def test_a_slow_transaction_is_followed_by_a_small_one() -> None:
    size = BatchSize()
    size.current = MAX_SIZE

    size.note(MAX_SIZE, 8 * TARGET)

    assert size.current == MAX_SIZE // 8


def test_a_transaction_that_found_little_says_nothing_about_more() -> None:
    size = BatchSize()
    size.current = 20

    size.note(2, TARGET / 100)

    assert size.current == 20


def test_a_transaction_that_took_just_as_long_as_it_should_is_followed_by_a_larger_one() -> None:
    size = BatchSize()

    size.note(INITIAL, TARGET)

    assert size.current == INITIAL * 3 // 2
