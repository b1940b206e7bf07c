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
"""Seconds of a contestant's turn."""
MIN_ROUNDS: Final = 7


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something to time. ``slice(times)`` runs it that many times and returns the seconds;
    each run performs ``units`` operations (dice, rolls).
    """

    name: str
    slice: Callable[[int], float]
    units: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """The nanoseconds per unit of one contestant."""

    name: str
    best: float
    median: float
    slices: int


@dataclass(frozen=True, slots=True)
class Race:
    """The nanoseconds per unit of every contestant in every round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def figures(self) -> tuple[Figure, ...]:
        """Return the figures of the contestants in their starting order."""
        return tuple(
            Figure(name, min(durations), median(durations), len(durations))
            for name, durations in self.rounds.items()
        )

    def ratio(self, of: str, to: str) -> float:
        """Return the median over the rounds of the ratio of ``of`` to ``to``."""
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
    """Run the contestants alternately for about ``seconds``, each round in a new order."""
    gc.collect()
    times = {contestant.name: _times_in_a_slice(contestant) for contestant in contestants}
    result = Race({contestant.name: [] for contestant in contestants})
    until = perf_counter() + seconds
    rounds = 0
    while rounds < MIN_ROUNDS or perf_counter() < until:
        first = rounds % len(contestants)
        for contestant in (*contestants[first:], *contestants[:first]):
            runs = times[contestant.name]
            nanoseconds = contestant.slice(runs) / (runs * contestant.units) * 1e9
            result.rounds[contestant.name].append(nanoseconds)
        rounds += 1
    return result


def _times_in_a_slice(contestant: Contestant) -> int:
    """Return how many runs fit into one slice; this also warms the contestant up."""
    times = 1
    while (seconds := contestant.slice(times)) < SLICE / 2:
        times *= 2
    return max(1, round(times * SLICE / seconds))
