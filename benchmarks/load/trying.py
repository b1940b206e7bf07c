"""Trying: one rate after the other on one fleet, with the same crowd."""

from __future__ import annotations

import itertools
import time
from argparse import Namespace
from collections.abc import Callable
from typing import Final

from benchmarks.load.arrivals import arrivals
from benchmarks.load.bar import Bar
from benchmarks.load.crowd import Crowd
from benchmarks.load.driving import Driver, warm_up
from benchmarks.load.figures import Figures, figures_of, read
from benchmarks.load.fleets import Fleet
from benchmarks.load.outcome import Outcome
from benchmarks.load.ramp import climb

SETTLING: Final = 4.0
Tell = Callable[[Figures], None]


class Range:
    """A fleet with a crowd before it. ``until`` is when another step must be over."""

    def __init__(self, fleet: Fleet, asked: Namespace, until: float, tell: Tell) -> None:
        self._fleet, self._asked, self._tell = fleet, asked, tell
        self._latest: float = until - asked.seconds - SETTLING
        self._crowd = Crowd(fleet.discord, asked.tables, asked.seats)
        self._driver = Driver(fleet.discord, self._crowd, lambda came: self._outcome)
        self._outcome = Outcome()
        self._seeds = itertools.count(asked.seed)

    async def try_all(self) -> list[Figures]:
        """Warm up, then measure at the rates that were asked for, or climb."""
        await warm_up(self._fleet.discord, self._crowd, self._asked.mix, next(self._seeds))
        if self._asked.rate:
            return [await self._at(rate) for rate in self._asked.rate]
        return await climb(self._at, self._asked.start, self._asked.bound / 1e3, self._goes_on)

    async def _at(self, rate: float) -> Figures:
        self._outcome, began = Outcome(), read(self._fleet)
        await self._drive(rate, self._asked.seconds)
        came = read(self._fleet)
        await self._driver.settle()
        figures = figures_of(self._fleet, rate, self._outcome, began, came, read(self._fleet))
        self._tell(figures)
        return figures

    async def _drive(self, rate: float, seconds: float) -> None:
        coming = arrivals(rate, seconds, len(self._crowd), self._asked.mix, next(self._seeds))
        bar = Bar(f"{self._fleet.plan.shape.value} at {rate:g}/s", seconds, "s")
        await self._driver.drive(coming, lambda done: bar.show(done, self._outcome))
        bar.clear()

    def _goes_on(self) -> bool:
        return time.monotonic() < self._latest
