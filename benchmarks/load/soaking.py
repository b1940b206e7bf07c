"""Soaking: very many interactions, and what goes wrong meanwhile, told trouble by trouble."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from benchmarks.load.arrivals import Deed, arrivals
from benchmarks.load.bar import Bar
from benchmarks.load.crowd import Crowd
from benchmarks.load.driving import Driver, warm_up
from benchmarks.load.fleets import Fleet
from benchmarks.load.outcome import PATIENCE, Outcome
from benchmarks.load.processes import resident_mebibytes
from benchmarks.load.running import DidNotRun
from benchmarks.load.troubles import told_differently, troubles_of

CALM: Final = "nothing"
AFTERMATH: Final = 5.0
"""Seconds after a trouble is over in which it is still to blame."""
LONGEST: Final = 30.0
"""Seconds after which a trouble is over at the latest."""
RARE, OFTEN, ROUNDS = 60.0, 14.0, 10
"""Seconds between two strikes at most and at least, and how many a short soak has."""
SAMPLES: Final = 600
LOOK: Final = 1.0


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it: outcomes by trouble, strikes by trouble, MiB of all bots over time."""

    outcomes: Mapping[str, Outcome]
    strikes: Mapping[str, int]
    memory: tuple[float, ...]
    seconds: float

    @property
    def is_well(self) -> bool:
        """Whether nobody was lost without a trouble, and nobody answered twice at all."""
        calm = self.outcomes.get(CALM, Outcome())
        return not calm.lost and not sum(one.doubled for one in self.outcomes.values())


@dataclass(slots=True)
class Struck:
    """A trouble from when it struck until it was over: somebody who came after it was answered."""

    at: float
    name: str
    over: float = math.inf


@dataclass(slots=True)
class Chronicle:
    """Which trouble struck when, and was over when; times of Discord's clock."""

    strikes: list[Struck] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def outcome_of(self, came: float) -> Outcome:
        """Return where somebody counts who came then: before a strike he may have been waiting."""
        for one in reversed(self.strikes):
            if one.at - PATIENCE <= came <= one.over + AFTERMATH:
                return self.outcomes.setdefault(one.name, Outcome())
        return self.outcomes.setdefault(CALM, Outcome())

    def total(self) -> Outcome:
        """Return how many have settled, and how many of them were lost."""
        everybody = self.outcomes.values()
        return Outcome(sum(one.sent for one in everybody), sum(one.lost for one in everybody))


async def soak(
    fleet: Fleet, crowd: Crowd, times: int, rate: float, mix: Mapping[Deed, float], seed: int
) -> Soaked:
    """Let ``times`` come, ``rate`` a second. Raises DidNotRun when a bot ends by itself."""
    chronicle, memory = Chronicle(), list[float]()
    driver = Driver(fleet.discord, crowd, chronicle.outcome_of)
    coming = itertools.islice(arrivals(rate, math.inf, len(crowd), mix, seed), times)
    bar = Bar(f"soaking at {rate:g}/s", times / rate, "s")
    await warm_up(fleet.discord, crowd, mix, seed)
    began = time.monotonic()
    try:
        async with asyncio.TaskGroup() as tasks:
            meanwhile = (
                tasks.create_task(_strike(fleet, driver, chronicle, times / rate)),
                tasks.create_task(_watch(fleet, memory, max(LOOK, times / rate / SAMPLES))),
            )
            await driver.drive(coming, lambda done: bar.show(done, chronicle.total()))
            for task in meanwhile:
                task.cancel()
            await asyncio.wait(meanwhile)
            await fleet.whole()
            await driver.settle()
    except ExceptionGroup as several:
        raise several.exceptions[0] from several
    bar.clear()
    names = [one.name for one in chronicle.strikes]
    strikes = {name: names.count(name) for name in dict.fromkeys(names)}
    return Soaked(chronicle.outcomes, strikes, tuple(memory), time.monotonic() - began)


async def _strike(fleet: Fleet, driver: Driver, chronicle: Chronicle, seconds: float) -> None:
    """Let one trouble after the other strike."""
    pause = min(RARE, max(OFTEN, seconds / ROUNDS))
    for trouble in itertools.cycle(troubles_of(fleet.plan.shape)):
        await asyncio.sleep(pause / 2)
        told_differently(fleet.discord)
        struck = Struck(fleet.discord.clock.now(), trouble.name)
        chronicle.strikes.append(struck)
        await trouble.strike(fleet)
        await _recovered(driver, fleet.discord.clock.now)
        struck.over = fleet.discord.clock.now()
        await asyncio.sleep(pause / 2)
        fleet.discord.faults.clear()
        outcome = chronicle.outcomes.setdefault(trouble.name, Outcome())
        outcome.doubled += told_differently(fleet.discord)


async def _recovered(driver: Driver, now: Callable[[], float]) -> None:
    """Wait until somebody is answered who came after this moment, but not for ever."""
    moment = now()
    while now() < moment + LONGEST:
        if driver.under_way.is_answered_since(moment):
            return
        await asyncio.sleep(0.1)


async def _watch(fleet: Fleet, memory: list[float], pause: float) -> None:
    """Read the memory of the bots now and then, and look whether they still run."""
    while True:
        for bot in fleet.bots:
            if not bot.pids and bot is not fleet.away:
                raise DidNotRun(bot.obituary())
        if fleet.away is None:
            memory.append(resident_mebibytes(fleet.bot_pids()))
        await asyncio.sleep(pause)
