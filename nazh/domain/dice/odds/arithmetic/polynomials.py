"""Multiplies polynomials of ways per value, as mappings or packed into one big integer.

Coefficients count ways and are never negative. A packed polynomial is an integer with one slot of
bytes for each value, so that one integer multiplication multiplies polynomials.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget, multiplication_steps

Poly = dict[Quantity, int]
"""The number of ways for each value."""
T = TypeVar("T")
_MAX_BITS: Final = 4_000_000
"""Bits of the largest packed number: half a megabyte."""


class Ring(Protocol[T]):
    """A representation of polynomials with addition and multiplication."""

    one: T

    def of(self, poly: Poly) -> T:
        """Return ``poly`` in this representation."""
        ...

    def times(self, first: T, second: T) -> T:
        """Return the product."""
        ...

    def plus(self, first: T, second: T) -> T:
        """Return the sum."""
        ...

    def scaled(self, poly: T, by: int) -> T:
        """Return ``poly`` with every coefficient multiplied by ``by``."""
        ...

    def moved(self, poly: T, by: Quantity) -> T:
        """Return ``poly`` with ``by`` added to every value; a packed form requires ``by >= 0``."""
        ...

    def read(self, poly: T) -> Poly:
        """Return ``poly`` as a mapping, without zeros."""
        ...


class Packed:
    """Polynomials with exponents from 0, whose coefficients are below ``2 ** bits``."""

    def __init__(self, bits: int, budget: StepBudget) -> None:
        self.one = 1
        self.width = bits // 8 + 1
        self.budget = budget

    def of(self, poly: Poly) -> int:
        width = self.width
        if len(poly) < 8:
            return sum(weight << 8 * width * int(value) for value, weight in poly.items())
        self.budget.spend(len(poly) // 2)
        packed = bytearray((int(max(poly)) + 1) * width)
        for value, weight in poly.items():
            start = int(value) * width
            packed[start : start + width] = weight.to_bytes(width, "little")
        return int.from_bytes(packed, "little")

    def times(self, first: int, second: int) -> int:
        self.budget.spend(multiplication_steps(first.bit_length(), second.bit_length()))
        return first * second

    def plus(self, first: int, second: int) -> int:
        return first + second

    def scaled(self, poly: int, by: int) -> int:
        return poly * by

    def moved(self, poly: int, by: Quantity) -> int:
        self.budget.spend(1 + (poly.bit_length() >> 14))
        return poly << 8 * self.width * int(by)

    def read(self, poly: int) -> Poly:
        width = self.width
        packed = poly.to_bytes(poly.bit_length() // 8 + 1, "little")
        self.budget.spend(len(packed) // width // 4 + 1)
        read = int.from_bytes
        polynomial: Poly = {}
        for index, start in enumerate(range(0, len(packed), width)):
            weight = read(packed[start : start + width], "little")
            if weight:
                polynomial[index] = weight
        return polynomial


class Sparse:
    """Polynomials with any exponents, as mappings."""

    def __init__(self, budget: StepBudget) -> None:
        self.one: Poly = {0: 1}
        self.budget = budget

    def of(self, poly: Poly) -> Poly:
        return poly

    def times(self, first: Poly, second: Poly) -> Poly:
        if len(first) > len(second):
            first, second = second, first
        self.budget.spend(max(len(first) * cost(second), cost(first) * len(second)) // 5 + 1)
        product: Poly = {}
        known = product.get
        for value, weight in first.items():
            for other, ways in second.items():
                total = value + other
                product[total] = known(total, 0) + weight * ways
        return product

    def plus(self, first: Poly, second: Poly) -> Poly:
        self.budget.spend(cost(second) // 4 + len(first) // 20 + 1)
        return summed(first, second)

    def scaled(self, poly: Poly, by: int) -> Poly:
        self.budget.spend(cost(poly) // 8 + 1)
        return scaled(poly, by)

    def moved(self, poly: Poly, by: Quantity) -> Poly:
        self.budget.spend(1 + cost(poly) // 4)
        return shifted(poly, by)

    def read(self, poly: Poly) -> Poly:
        return {value: weight for value, weight in poly.items() if weight}


def scaled(poly: Poly, by: int) -> Poly:
    """Return ``poly`` with every coefficient multiplied by ``by``."""
    return {value: weight * by for value, weight in poly.items()} if by else {}


def shifted(poly: Poly, by: Quantity) -> Poly:
    """Return ``poly`` with ``by`` added to every value."""
    return {value + by: weight for value, weight in poly.items()} if by else poly


def cost(poly: Poly) -> int:
    """Return the cost of visiting each value once, in tenths of a step; fractions cost more."""
    return sum(1 if type(value) is int else 12 for value in poly)


def summed(first: Poly, second: Poly) -> Poly:
    """Return the sum of two polynomials."""
    result = dict(first)
    for value, weight in second.items():
        result[value] = result.get(value, 0) + weight
    return result


def fits(degree: Quantity, bits: int, polys: Iterable[Poly]) -> bool:
    """Return whether ``polys`` may be packed up to a degree, with ``bits`` per coefficient."""
    if (degree + 1) * (bits + 8) > _MAX_BITS:
        return False
    return all(type(value) is int for poly in polys for value in poly)


def times(first: Poly, second: Poly, budget: StepBudget) -> Poly:
    """Return the product of two polynomials, in the cheaper representation."""
    if len(first) > len(second):
        first, second = second, first
    if len(first) == 1:
        ((value, weight),) = first.items()
        budget.spend(cost(second) // 4)
        return scaled(shifted(second, value), weight)
    pairs = len(first) * len(second)
    if pairs > 600:
        low, other_low = min(first), min(second)
        high = max(first) - low + max(second) - other_low
        bits = (sum(first.values()) * sum(second.values())).bit_length()
        dense = 4 * (len(first) + len(second)) > high
        if dense and fits(high, bits, (first, second)):
            ring = Packed(bits, budget)
            budget.spend((len(first) + len(second)) // 4)
            product = ring.times(
                ring.of(shifted(first, -low)), ring.of(shifted(second, -other_low))
            )
            return shifted(ring.read(product), low + other_low)
    return Sparse(budget).times(first, second)


def power(poly: Poly, exponent: int, budget: StepBudget) -> Poly:
    """Return ``poly`` to the power of ``exponent``, which is at least 1."""
    if exponent == 1 or not poly:
        return poly
    if len(poly) == 1:
        ((value, weight),) = poly.items()
        return {value * exponent: weight**exponent}
    low, high = min(poly), max(poly)
    bits = sum(poly.values()).bit_length() * exponent
    reach = high - low
    if reach < 4 * len(poly) + 50 and fits(reach * exponent, bits, (poly,)):
        ring = Packed(bits, budget)
        packed = ring.of(shifted(poly, -low))
        size = packed.bit_length() * exponent // 2
        budget.spend(multiplication_steps(size, size) * 3 // 2)
        return shifted(ring.read(packed**exponent), low * exponent)
    result = poly
    for _ in range(exponent - 1):
        result = times(result, poly, budget)
    return result
