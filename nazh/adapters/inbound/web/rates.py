"""Calculates rates from the counters of the last ten minutes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isinf
from time import monotonic
from typing import Final

from nazh.application.shared.status_panels import Outcomes, StatusPanel

EVERY: Final = 5.0
"""Seconds between two samples."""
WINDOW: Final = 600.0
BAR: Final = 20.0
"""Seconds per bar of the small chart."""
MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The counts of all panels and of responses, at one time of the monotonic clock."""

    at: float
    outcomes: tuple[Outcomes, ...]
    responses: Mapping[float, int]


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one panel, over the last ten minutes unless said otherwise.

    ``success`` is the share without errors of the bot, 0 to 1: users' own mistakes do not count. It
    is ``None`` if there were no requests.
    """

    name: str
    last_minute: int
    done: int
    refused: int
    failed: int
    success: float | None
    bars: tuple[int, ...]


class Sampler:
    """Takes samples, and calculates rates from them.

    ``responses`` returns, for each bound in seconds, how many responses took no longer.
    """

    def __init__(
        self,
        panels: Iterable[StatusPanel],
        responses: Callable[[], Mapping[float, int]],
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._panels = tuple(panels)
        self._responses = responses
        self._now = now
        self._samples: deque[Sample] = deque(maxlen=int(WINDOW / EVERY) + 1)
        self.sample()

    def sample(self) -> None:
        """Store the current counts. Call it every five seconds."""
        self._samples.append(self._newest())

    def rates(self) -> tuple[Rates, ...]:
        """Return the current rates of each panel."""
        newest = self._newest()
        return tuple(
            self._rates(panel.name, newest, place) for place, panel in enumerate(self._panels)
        )

    def response_p99(self) -> float | None:
        """Return the seconds within which 99% of responses were sent, or ``None`` without any."""
        newest = self._newest()
        return quantile(0.99, self._before(newest.at - WINDOW).responses, newest.responses)

    def _newest(self) -> Sample:
        outcomes = tuple(panel.read() for panel in self._panels)
        return Sample(self._now(), outcomes, self._responses())

    def _rates(self, name: str, newest: Sample, place: int) -> Rates:
        def before(seconds: float) -> Outcomes:
            return self._before(newest.at - seconds).outcomes[place]

        first, last = before(WINDOW), newest.outcomes[place]
        done, failed = last.done - first.done, last.failed - first.failed
        bars = range(int(WINDOW / BAR), 0, -1)
        totals = (*(before(BAR * back).done for back in bars), last.done)
        return Rates(
            name=name,
            last_minute=last.done - before(MINUTE).done,
            done=done,
            refused=last.refused - first.refused,
            failed=failed,
            success=done / (done + failed) if done + failed else None,
            bars=tuple(later - earlier for earlier, later in pairwise(totals)),
        )

    def _before(self, moment: float) -> Sample:
        """Return the last sample up to ``moment``, or the oldest if all are later."""
        latest = self._samples[0]
        for sample in self._samples:
            if sample.at > moment:
                break
            latest = sample
        return latest


def quantile(share: float, first: Mapping[float, int], last: Mapping[float, int]) -> float | None:
    """Return the quantile ``share`` of the values counted between two samples.

    It is interpolated linearly between the bounds, as in Prometheus; values beyond the greatest
    finite bound count as that bound. Returns ``None`` without values.
    """
    grown = {bound: count - first.get(bound, 0) for bound, count in last.items()}
    total = max(grown.values(), default=0)
    if not total:
        return None
    rank = share * total
    lower, below = 0.0, 0
    for bound, count in grown.items():
        if count >= rank:
            if isinf(bound):
                return lower
            between = (bound - lower) * (rank - below) / (count - below)
            return min(bound, lower + between)  # which rounding may exceed
        lower, below = bound, count
    return lower
