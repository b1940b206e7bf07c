"""Computes shares of whole amounts in basis points, without floating-point numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

WHOLE: Final = 10_000
"""100% in basis points."""

Kind = TypeVar("Kind")


def share(amount: int, basis_points: int) -> int:
    """Return ``basis_points`` of ``amount``, rounded down."""
    return amount * basis_points // WHOLE


def compound(bonuses: Iterable[int], low: int, high: int) -> int:
    """Return the product of ``1 + bonus`` over all bonuses, clamped to ``low`` and ``high``.

    All are basis points. The product is rounded down after each factor, in the order given.
    """
    product = WHOLE
    for bonus in bonuses:
        product = product * (WHOLE + bonus) // WHOLE
    return min(max(product, low), high)


def apportion(amounts: Mapping[Kind, int], numerator: int, denominator: int) -> dict[Kind, int]:
    """Return a part of each amount, so that the parts add up to a fraction of the sum.

    The fraction is ``numerator / denominator``, from 0 to 1. Each part is rounded down. What is
    then missing from the fraction of the sum, which is rounded down too, goes to the parts with the
    largest remainders, the first ones if they are equal. No part exceeds its amount.
    """
    parts = {kind: amount * numerator // denominator for kind, amount in amounts.items()}
    missing = sum(amounts.values()) * numerator // denominator - sum(parts.values())
    if missing == 0:
        return parts
    by_remainder = sorted(amounts, key=lambda kind: -(amounts[kind] * numerator % denominator))
    for kind in by_remainder[:missing]:
        parts[kind] += 1
    return parts
