"""Times contestants in turns, so that a busy machine slows them equally."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from statistics import median
from time import perf_counter
from typing import Final

SLICE: Final = 0.004
"""Seconds that a contestant runs before the next has its turn."""
FEWEST_ROUNDS: Final = 7


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something to time. ``slice(times)`` does it so often and returns the seconds it took;
    each time does ``units`` of what is counted (dice, rolls).
    """

    name: str
    slice: Callable[[int], float]
    units: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """What one contestant took per unit, in nanoseconds."""

    name: str
    best: float
    median: float
    slices: int


@dataclass(frozen=True, slots=True)
class Race:
    """The nanoseconds per unit of every contestant in every round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def figures(self) -> tuple[Figure, ...]:
        """Return the figures of the contestants, in the order they started."""
        return tuple(
            Figure(name, min(taken), median(taken), len(taken))
            for name, taken in self.rounds.items()
        )

    def ratio(self, of: str, to: str) -> float:
        """Return how many times longer ``of`` took than ``to``: the median over the rounds."""
        return median(a / b for a, b in zip(self.rounds[of], self.rounds[to], strict=True))


def python(name: str, once: Callable[[], object], units: int = 1) -> Contestant:
    """Return a contestant that calls ``once``. The loop itself adds about 10 ns a call."""

    def slice_of(times: int) -> float:
        turns = repeat(None, times)
        start = perf_counter()
        for _ in turns:
            once()
        return perf_counter() - start

    return Contestant(name, slice_of, units)


def race(contestants: Sequence[Contestant], seconds: float) -> Race:
    """Let the contestants take turns for about ``seconds``, each round in another order."""
    gc.collect()
    times = {contestant.name: _times_in_a_slice(contestant) for contestant in contestants}
    result = Race({contestant.name: [] for contestant in contestants})
    until = perf_counter() + seconds
    rounds = 0
    while rounds < FEWEST_ROUNDS or perf_counter() < until:
        first = rounds % len(contestants)
        for contestant in (*contestants[first:], *contestants[:first]):
            often = times[contestant.name]
            taken = contestant.slice(often) / (often * contestant.units) * 1e9
            result.rounds[contestant.name].append(taken)
        rounds += 1
    return result


def _times_in_a_slice(contestant: Contestant) -> int:
    """Return how often a contestant can go in one slice; warms it up on the way."""
    times = 1
    while (taken := contestant.slice(times)) < SLICE / 2:
        times *= 2
    return max(1, round(times * SLICE / taken))
