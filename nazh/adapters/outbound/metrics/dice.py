"""Defines the dice metrics, for events, the duration of rolls, and failures."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from types import TracebackType
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

from nazh.adapters.outbound.metrics.prometheus import CRASHED, UNAVAILABLE
from nazh.application.shared.event_bus import Subscription, on
from nazh.domain.dice.events import BuilderOpened, PlotDieAdded, Rolled, RollsPruned
from nazh.domain.kernel.errors import Refusal, Unavailable

_SECONDS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1)


def roll_metrics(registry: CollectorRegistry) -> tuple[Subscription, ...]:
    """Return the listeners that update the dice counters in ``registry``."""
    rolls = Counter("nazh_roll_success", "Rolls that were recorded.", registry=registry)
    dice = Counter(
        "nazh_dice_thrown", "Dice rolled, including exploded and dropped ones.", registry=registry
    )
    builders = Counter(
        "nazh_roll_builders_opened", "Roll builders that were opened.", registry=registry
    )
    pruned = Counter(
        "nazh_rolls_pruned",
        "Rolls that were deleted at the end of their retention period.",
        registry=registry,
    )

    async def count_roll(event: Rolled) -> None:
        rolls.inc()
        dice.inc(event.dice)

    async def count_plot_die(event: PlotDieAdded) -> None:
        dice.inc(event.dice)

    async def count_builder(event: BuilderOpened) -> None:
        builders.inc()

    async def count_pruned(event: RollsPruned) -> None:
        pruned.inc(event.count)

    return (
        on(Rolled, count_roll),
        on(PlotDieAdded, count_plot_die),
        on(BuilderOpened, count_builder),
        on(RollsPruned, count_pruned),
    )


class PrometheusRollMetrics:
    """Times rolls, and counts those that fail.

    ``codes`` are the codes of refusals that a roll can end in, whose series begin at 0.
    """

    def __init__(self, registry: CollectorRegistry, codes: Iterable[str]) -> None:
        self._failures = Counter(
            "nazh_roll_failed",
            "Rolls that were refused or failed, by reason.",
            ["reason"],
            registry=registry,
        )
        for reason in sorted({*codes, CRASHED, UNAVAILABLE}):
            self._failures.labels(reason)
        self._seconds = Histogram(
            "nazh_roll_duration_seconds",
            "Time from parsing a request to recording its roll.",
            buckets=_SECONDS,
            registry=registry,
        )

    def measure(self) -> _Measurement:
        """Return a context for one roll, which times a success, or counts a failure by reason."""
        return _Measurement(self._seconds, self._failures)


class _Measurement:
    """Times one roll, or counts why it failed."""

    __slots__ = ("_failures", "_seconds", "_started")

    def __init__(self, seconds: Histogram, failures: Counter) -> None:
        self._seconds = seconds
        self._failures = failures

    def __enter__(self) -> None:
        self._started = perf_counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self._seconds.observe(perf_counter() - self._started)
        elif isinstance(error, Refusal):
            self._failures.labels(error.code).inc()
        elif isinstance(error, Exception):
            is_unavailable = isinstance(error, Unavailable)
            self._failures.labels(UNAVAILABLE if is_unavailable else CRASHED).inc()
