"""Defines the exact odds of a whole number, such as a pool's total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True)
class Distribution:
    """The odds of each value, in ascending order: its number of ``ways``, out of ``total_ways``.

    ``failed_ways`` divide by zero, so that the roll would be refused. The remaining ways are
    truncated: more further dice than were followed. All other probabilities are exact.
    """

    ways: tuple[tuple[int, int], ...]
    total_ways: int
    failed_ways: int = 0

    def items(self) -> Iterator[tuple[int, Fraction]]:
        """Yield each value with its probability."""
        for value, ways in self.ways:
            yield value, Fraction(ways, self.total_ways)

    def at_least(self, value: int) -> Fraction:
        """Return the probability of ``value`` or more."""
        return Fraction(sum(ways for total, ways in self.ways if total >= value), self.total_ways)

    @cached_property
    def covered(self) -> Fraction:
        """The probability of all values together."""
        return Fraction(sum(ways for _, ways in self.ways), self.total_ways)

    @property
    def failed(self) -> Fraction:
        """The probability of a division by zero."""
        return Fraction(self.failed_ways, self.total_ways)

    @property
    def truncated(self) -> Fraction:
        """The probability of all truncated ways."""
        return 1 - self.covered - self.failed

    @cached_property
    def mean(self) -> Fraction:
        """The mean of all values that are not truncated."""
        return Fraction(
            sum(value * ways for value, ways in self.ways), sum(ways for _, ways in self.ways)
        )

    @cached_property
    def variance(self) -> Fraction:
        """The variance of all values that are not truncated."""
        squares = sum(value * value * ways for value, ways in self.ways)
        return Fraction(squares, sum(ways for _, ways in self.ways)) - self.mean**2
