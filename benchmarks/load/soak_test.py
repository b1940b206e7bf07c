"""Runs a soak test with many interactions, and attributes failures to injected faults."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from benchmarks.load.arrivals import Action, arrivals
from benchmarks.load.deployments import Deployment
from benchmarks.load.fault_injection import faults_for, take_conflicting_responses
from benchmarks.load.load_generator import LoadGenerator, warm_up
from benchmarks.load.managed_process import ProcessFailed
from benchmarks.load.outcomes import TIMEOUT, Outcome
from benchmarks.load.process_usage import resident_mebibytes
from benchmarks.load.progress_bar import ProgressBar
from benchmarks.load.users import SimulatedUsers

CALM: Final = "nothing"
AFTERMATH: Final = 5.0
"""Seconds after the end of a fault for which it still counts as the cause."""
LONGEST: Final = 30.0
"""Seconds after which a fault counts as ended at the latest."""
RARE, OFTEN, ROUNDS = 60.0, 14.0, 10
"""Maximum and minimum seconds between two faults, and the number in a short test."""
SAMPLES: Final = 600
POLL_INTERVAL: Final = 1.0


@dataclass(frozen=True, slots=True)
class SoakResult:
    """Outcomes and counts by fault, and the MiB of all bots over time."""

    outcomes: Mapping[str, Outcome]
    strikes: Mapping[str, int]
    memory: tuple[float, ...]
    seconds: float

    @property
    def is_well(self) -> bool:
        """Whether no interaction was lost without a fault, and none answered twice."""
        calm = self.outcomes.get(CALM, Outcome())
        return not calm.lost and not sum(outcome.doubled for outcome in self.outcomes.values())


@dataclass(slots=True)
class InjectedFault:
    """A fault from its injection until an interaction after it was answered."""

    at: float
    name: str
    ended_at: float = math.inf


@dataclass(slots=True)
class FaultTimeline:
    """The start and end of each fault, by the real seconds of Discord's clock."""

    strikes: list[InjectedFault] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def outcome_of(self, scheduled_at: float) -> Outcome:
        """Return the outcomes of the fault that affected an arrival, or those without a fault."""
        for strike in reversed(self.strikes):
            if strike.at - TIMEOUT <= scheduled_at <= strike.ended_at + AFTERMATH:
                return self.outcomes.setdefault(strike.name, Outcome())
        return self.outcomes.setdefault(CALM, Outcome())

    def total(self) -> Outcome:
        """Return the numbers of settled and lost interactions."""
        outcomes = self.outcomes.values()
        return Outcome(
            sum(outcome.sent for outcome in outcomes), sum(outcome.lost for outcome in outcomes)
        )


async def soak(
    deployment: Deployment,
    users: SimulatedUsers,
    times: int,
    rate: float,
    mix: Mapping[Action, float],
    seed: int,
) -> SoakResult:
    """Send ``times`` interactions at ``rate`` per second. Raises DidNotRun if a bot ends."""
    timeline, memory = FaultTimeline(), list[float]()
    generator = LoadGenerator(deployment.discord, users, timeline.outcome_of)
    schedule = itertools.islice(arrivals(rate, math.inf, len(users), mix, seed), times)
    progress_bar = ProgressBar(f"soaking at {rate:g}/s", times / rate, "s")
    await warm_up(deployment.discord, users, mix, seed)
    began = time.monotonic()
    try:
        async with asyncio.TaskGroup() as tasks:
            meanwhile = (
                tasks.create_task(_inject_faults(deployment, generator, timeline, times / rate)),
                tasks.create_task(
                    _watch(deployment, memory, max(POLL_INTERVAL, times / rate / SAMPLES))
                ),
            )
            await generator.drive(schedule, lambda done: progress_bar.show(done, timeline.total()))
            for task in meanwhile:
                task.cancel()
            await asyncio.wait(meanwhile)
            await deployment.finish_restart()
            await generator.settle()
    except ExceptionGroup as several:
        raise several.exceptions[0] from several
    progress_bar.clear()
    names = [strike.name for strike in timeline.strikes]
    strikes = {name: names.count(name) for name in dict.fromkeys(names)}
    return SoakResult(timeline.outcomes, strikes, tuple(memory), time.monotonic() - began)


async def _inject_faults(
    deployment: Deployment, generator: LoadGenerator, timeline: FaultTimeline, seconds: float
) -> None:
    """Inject one fault after the other."""
    pause = min(RARE, max(OFTEN, seconds / ROUNDS))
    for fault in itertools.cycle(faults_for(deployment.plan.shape)):
        await asyncio.sleep(pause / 2)
        take_conflicting_responses(deployment.discord)
        injected = InjectedFault(deployment.discord.clock.real(), fault.name)
        timeline.strikes.append(injected)
        await fault.inject(deployment)
        await _recovered(generator, deployment.discord.clock.real)
        injected.ended_at = deployment.discord.clock.real()
        await asyncio.sleep(pause / 2)
        deployment.discord.faults.clear()
        outcome = timeline.outcomes.setdefault(fault.name, Outcome())
        outcome.doubled += take_conflicting_responses(deployment.discord)


async def _recovered(generator: LoadGenerator, now: Callable[[], float]) -> None:
    """Wait, with a timeout, until an interaction sent after this moment is answered."""
    moment = now()
    while now() < moment + LONGEST:
        if generator.in_flight.is_answered_since(moment):
            return
        await asyncio.sleep(0.1)


async def _watch(deployment: Deployment, memory: list[float], pause: float) -> None:
    """Sample the memory of the bots, and check that they are still running."""
    while True:
        for bot in deployment.bots:
            if not bot.pids and bot is not deployment.restarting:
                raise ProcessFailed(bot.exit_report())
        if deployment.restarting is None:
            memory.append(resident_mebibytes(deployment.bot_pids()))
        await asyncio.sleep(pause)
