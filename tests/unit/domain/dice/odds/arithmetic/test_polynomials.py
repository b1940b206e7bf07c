"""Tests that powers of polynomials are repeated products, whichever way they are computed."""

from __future__ import annotations

import pytest

from nazh.domain.dice.odds.arithmetic.polynomials import Poly, power, times
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget

DENSE: Poly = {1: 1, 2: 3, 3: 1}
SPARSE: Poly = {0: 1, 1_000_000: 2, 7_000_003: 1}
ONE_TERM: Poly = {-4: 2}


@pytest.mark.parametrize("poly", [DENSE, SPARSE, ONE_TERM], ids=["dense", "sparse", "one term"])
@pytest.mark.parametrize("exponent", [1, 2, 5])
def test_a_power_is_a_repeated_product(poly: Poly, exponent: int) -> None:
    product = poly
    for _ in range(exponent - 1):
        product = times(product, poly, StepBudget())

    assert power(poly, exponent, StepBudget()) == product
