"""Tests one rate after the other on one deployment, with the same users."""

from __future__ import annotations

import itertools
import time
from argparse import Namespace
from collections.abc import Callable
from typing import Final

from benchmarks.load.arrivals import arrivals
from benchmarks.load.deployments import Deployment
from benchmarks.load.load_generator import LoadGenerator, warm_up
from benchmarks.load.outcomes import Outcome
from benchmarks.load.progress_bar import ProgressBar
from benchmarks.load.rate_search import climb
from benchmarks.load.results import LoadResult, load_result, sample_usage
from benchmarks.load.users import SimulatedUsers

SETTLING: Final = 4.0
CALLBACK: Final = "/interactions/*/callback"
EVERY: Final = 10**9
"""More requests than any run makes."""
Tell = Callable[[LoadResult], None]


class RateRunner:
    """Measures rates on one deployment. ``until`` is the deadline for another step."""

    def __init__(self, deployment: Deployment, asked: Namespace, until: float, tell: Tell) -> None:
        self._deployment, self._asked, self._tell = deployment, asked, tell
        self._latest: float = until - asked.seconds - SETTLING
        self._users = SimulatedUsers(
            deployment.discord,
            asked.tables,
            asked.seats,
            has_dominion=deployment.plan.has_dominion,
        )
        self._driver = LoadGenerator(deployment.discord, self._users, lambda _: self._outcome)
        self._outcome = Outcome()
        self._seeds = itertools.count(asked.seed)

    async def run_all(self) -> list[LoadResult]:
        """Warm up, then measure at the given rates, or search for the highest."""
        await warm_up(self._deployment.discord, self._users, self._asked.mix, next(self._seeds))
        if self._asked.callback_seconds is not None:
            self._deployment.discord.faults.delay(
                self._asked.callback_seconds, "POST", CALLBACK, times=EVERY
            )
        if self._asked.rate:
            return [await self._at(rate) for rate in self._asked.rate]
        return await climb(self._at, self._asked.start, self._asked.bound / 1e3, self._has_time)

    async def _at(self, rate: float) -> LoadResult:
        self._outcome, began = Outcome(), sample_usage(self._deployment)
        await self._drive(rate, self._asked.seconds)
        all_sent = sample_usage(self._deployment)
        await self._driver.settle()
        figures = load_result(
            self._deployment, rate, self._outcome, began, all_sent, sample_usage(self._deployment)
        )
        self._tell(figures)
        return figures

    async def _drive(self, rate: float, seconds: float) -> None:
        schedule = arrivals(rate, seconds, len(self._users), self._asked.mix, next(self._seeds))
        progress_bar = ProgressBar(
            f"{self._deployment.plan.shape.value} at {rate:g}/s", seconds, "s"
        )
        await self._driver.drive(schedule, lambda done: progress_bar.show(done, self._outcome))
        progress_bar.clear()

    def _has_time(self) -> bool:
        return time.monotonic() < self._latest
