"""Tests shares that are computed without floating-point numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.basis_points import apportion, compound

amounts = st.dictionaries(st.text(max_size=2), st.integers(0, 10_000), max_size=5)


@given(amounts, st.integers(0, 100), st.integers(1, 100))
def test_parts_add_up_to_the_fraction_of_the_sum(
    of: dict[str, int], numerator: int, more: int
) -> None:
    denominator = numerator + more

    parts = apportion(of, numerator, denominator)

    assert sum(parts.values()) == sum(of.values()) * numerator // denominator
    assert all(0 <= parts[kind] <= of[kind] for kind in of)


def test_bonuses_multiply_and_are_limited() -> None:
    assert compound((5_000, 200), 0, 30_000) == 15_300
    assert compound((20_000, 20_000), 0, 30_000) == 30_000
    assert compound((-9_000,), 2_500, 30_000) == 2_500
