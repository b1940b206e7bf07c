"""Tests that overlapping lines of two readings are recognised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.logs.overlap import overlap

LINES = st.lists(st.sampled_from("ab"), max_size=12)


@given(LINES, LINES)
def test_it_is_the_longest_end_that_is_a_start(before: list[str], after: list[str]) -> None:
    sizes = range(min(len(before), len(after)) + 1)

    assert overlap(before, after) == max(n for n in sizes if before[len(before) - n :] == after[:n])


def test_many_equal_lines_take_linear_time() -> None:
    assert overlap(["x"] * 100_000, ["x"] * 200_000) == 100_000
