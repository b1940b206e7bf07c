"""Driving: everybody comes when he was drawn to come, whatever became of those before him."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from benchmarks.load.arrivals import Arrival, Deed, arrivals
from benchmarks.load.crowd import Crowd
from benchmarks.load.outcome import Outcome, OutcomeOf, UnderWay
from localcord import Server

SOON: Final = 0.001
"""Seconds that are not worth sleeping for: the loop's clock is no finer."""
AT_A_STRETCH: Final = 20
"""How many may come without the answers being looked at, when the generator is behind."""
WARM_UP: Final = (50.0, 3.0)
"""A rate and seconds that do not count: for what is done once, and for what is filled."""
Progress = Callable[[float], None]


class Driver:
    """Lets a crowd loose on a Discord; times are those of its clock."""

    def __init__(self, discord: Server, crowd: Crowd, outcome_of: OutcomeOf) -> None:
        self.under_way = UnderWay(discord.clock.now, outcome_of)
        self._discord = discord
        self._crowd = crowd

    async def drive(self, coming: Iterable[Arrival], progress: Progress) -> None:
        """Let all come; not all have settled then. ``progress`` hears of seconds."""
        now = self._discord.clock.now
        began = now()
        stretch = 0
        for arrival in coming:
            came = began + arrival.at
            early = came - now()
            stretch = 0 if early > SOON else stretch + 1
            if early > SOON or stretch >= AT_A_STRETCH:
                stretch = 0
                self.under_way.sweep()
                progress(arrival.at)
                await asyncio.sleep(max(0.0, early))
            self.under_way.add(came, self._crowd.does(arrival))

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self.under_way:
            await asyncio.sleep(0.1)
            self.under_way.sweep()


async def warm_up(discord: Server, crowd: Crowd, mix: Mapping[Deed, float], seed: int) -> None:
    """Let a few come who are counted nowhere; rubbish of the generator's own is collected after."""
    driver = Driver(discord, crowd, lambda came: Outcome())
    await driver.drive(arrivals(*WARM_UP, len(crowd), mix, seed), lambda done: None)
    await driver.settle()
    gc.collect()
    gc.freeze()
