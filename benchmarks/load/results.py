"""The results of one rate on one deployment, and whether it was sustained."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks.load.deployments import Deployment
from benchmarks.load.outcomes import Outcome, quantile
from benchmarks.load.process_usage import machine_seconds, processor_seconds, resident_mebibytes

BUSY: Final = 0.9
"""From this share of a core on, the generator is the bottleneck."""
LATE: Final = 0.02
"""From this p99 of its lateness (seconds) on, the generator is the bottleneck."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """Latencies in seconds from the scheduled time; CPU microseconds per interaction.

    ``own_share`` is the share of a core that localcord and the generator used, ``bot_share`` that
    of all bots, and ``machine_share`` the busy share of the whole machine. ``late`` is the p99 of
    the generator's lateness.
    """

    shape: str
    store: str
    processes: int
    rate: float
    seconds: float
    sent: int
    answered: int
    lost: int
    doubled: int
    denied: int
    refused: Mapping[str, int]
    rejected: Mapping[str, int]
    p50: float
    p99: float
    p999: float
    late: float
    bot_cpu: float
    helper_cpu: Mapping[str, float]
    bot_share: float
    own_share: float
    machine_share: float
    memory: float

    @property
    def per_second(self) -> float:
        """Accepted responses per second."""
        return self.answered / self.seconds

    @property
    def is_generator_bound(self) -> bool:
        """Whether the generator may have been the bottleneck."""
        return self.own_share > BUSY or self.late > LATE

    def holds(self, bound: float) -> bool:
        """Return whether none was lost or denied and the p99 is within ``bound`` seconds."""
        return not self.lost and not self.denied and self.p99 <= bound


@dataclass(frozen=True, slots=True)
class UsageSample:
    """Wall time and CPU times of this process, bots and helpers at one instant, in seconds."""

    at: float
    own: float
    bots: float
    helpers: Mapping[str, float]
    machine_busy: float
    machine_whole: float


def sample_usage(deployment: Deployment) -> UsageSample:
    """Return the current clock values."""
    busy, whole = machine_seconds()
    return UsageSample(
        at=time.monotonic(),
        own=time.process_time(),
        bots=processor_seconds(deployment.bot_pids()),
        helpers={
            name: processor_seconds(helper.pids) for name, helper in deployment.helpers.items()
        },
        machine_busy=busy,
        machine_whole=whole,
    )


def load_result(
    deployment: Deployment,
    rate: float,
    outcome: Outcome,
    began: UsageSample,
    all_sent: UsageSample,
    settled: UsageSample,
) -> LoadResult:
    """Return the figures for the time from ``began`` until the last arrival.

    Shares refer to that time; the cost of an interaction includes the work until ``settled``.
    """
    passed = all_sent.at - began.at
    whole = all_sent.machine_whole - began.machine_whole
    interactions = max(1, outcome.sent)
    return LoadResult(
        shape=deployment.plan.shape.value,
        store=deployment.plan.store.value,
        processes=deployment.plan.processes,
        rate=rate,
        seconds=passed,
        sent=outcome.sent,
        answered=len(outcome.latencies),
        lost=outcome.lost,
        doubled=outcome.doubled,
        denied=outcome.denied,
        refused=dict(outcome.refused),
        rejected=dict(outcome.rejected),
        p50=quantile(outcome.latencies, 0.5),
        p99=quantile(outcome.latencies, 0.99),
        p999=quantile(outcome.latencies, 0.999),
        late=quantile(outcome.late, 0.99),
        bot_cpu=(settled.bots - began.bots) / interactions * 1e6,
        helper_cpu={
            name: (seconds - began.helpers[name]) / interactions * 1e6
            for name, seconds in settled.helpers.items()
        },
        bot_share=(all_sent.bots - began.bots) / passed,
        own_share=(all_sent.own - began.own) / passed,
        machine_share=(all_sent.machine_busy - began.machine_busy) / whole if whole else 0.0,
        memory=resident_mebibytes(deployment.bot_pids()),
    )
