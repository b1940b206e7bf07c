"""Rates: what the counts of the last ten minutes come to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isinf
from time import monotonic
from typing import Final

from nazh.adapters.inbound.web.ports import CounterReader, CounterSnapshot

EVERY: Final = 5.0
"""Seconds from one sample to the next."""
WINDOW: Final = 600.0
BAR: Final = 20.0
"""Seconds that one bar of the little chart stands for."""
MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The counts at a moment of the monotonic clock."""

    at: float
    counts: CounterSnapshot


@dataclass(frozen=True, slots=True)
class Rates:
    """Of the last ten minutes, where not said otherwise; ``None`` where nothing happened.

    ``success`` is the share of rolls that no error of ours spoilt, 0 to 1: a player's own mistake
    is a good answer. ``p99`` is in seconds, from an interaction's arrival to its answer taken.
    """

    last_minute: int
    rolled: int
    refused: int
    crashed: int
    success: float | None
    p99: float | None
    bars: tuple[int, ...]


class Sampler:
    """Takes samples, and makes rates of them."""

    def __init__(self, counters: CounterReader, now: Callable[[], float] = monotonic) -> None:
        self._counters = counters
        self._now = now
        self._samples: deque[Sample] = deque(maxlen=int(WINDOW / EVERY) + 1)
        self.sample()

    def sample(self) -> None:
        """Keep the counts of this moment. To be called every five seconds."""
        self._samples.append(Sample(self._now(), self._counters.read()))

    def rates(self) -> Rates:
        """Return the rates up to this moment."""
        newest = Sample(self._now(), self._counters.read())
        first, last = self._before(newest.at - WINDOW).counts, newest.counts
        rolled, crashed = last.rolled - first.rolled, last.crashed - first.crashed
        return Rates(
            last_minute=last.rolled - self._before(newest.at - MINUTE).counts.rolled,
            rolled=rolled,
            refused=last.refused - first.refused,
            crashed=crashed,
            success=rolled / (rolled + crashed) if rolled + crashed else None,
            p99=quantile(0.99, first.answered, last.answered),
            bars=self._bars(newest),
        )

    def _before(self, moment: float) -> Sample:
        """Return the last sample up to ``moment``; the oldest where all are later."""
        found = self._samples[0]
        for sample in self._samples:
            if sample.at > moment:
                break
            found = sample
        return found

    def _bars(self, newest: Sample) -> tuple[int, ...]:
        count = int(WINDOW / BAR)
        moments = (newest.at - BAR * back for back in range(count, 0, -1))
        totals = [*(self._before(moment).counts.rolled for moment in moments), newest.counts.rolled]
        return tuple(later - earlier for earlier, later in pairwise(totals))


def quantile(share: float, first: Mapping[float, int], last: Mapping[float, int]) -> float | None:
    """Return the value under which ``share`` of what came between two counts lies.

    Straight lines between the bounds, as Prometheus draws them; the greatest finite bound for what
    lies beyond. ``None`` where nothing came.
    """
    grown = {bound: count - first.get(bound, 0) for bound, count in last.items()}
    total = max(grown.values(), default=0)
    if not total:
        return None
    rank = share * total
    lower, below = 0.0, 0
    for bound, count in grown.items():
        if count >= rank:
            return (
                lower
                if isinf(bound)
                else lower + (bound - lower) * (rank - below) / (count - below)
            )
        lower, below = bound, count
    return lower
