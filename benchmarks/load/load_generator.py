"""Generates open-loop load, in which every user acts on schedule, whatever happened before."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from benchmarks.load.arrivals import Action, Arrival, arrivals
from benchmarks.load.outcomes import InFlight, Outcome, OutcomeOf
from benchmarks.load.users import SimulatedUsers
from localcord import Server

MIN_SLEEP: Final = 0.001
"""Seconds that are not worth sleeping for: the loop's clock is no finer."""
MAX_BURST: Final = 20
"""How many may come without the answers being looked at, when the generator is behind."""
WARM_UP: Final = (50.0, 3.0)
"""A rate and seconds that do not count: for what is done once, and for what is filled."""
Progress = Callable[[float], None]


class LoadGenerator:
    """Lets a crowd loose on a Discord; times are those of its clock."""

    def __init__(self, discord: Server, users: SimulatedUsers, outcome_of: OutcomeOf) -> None:
        self.in_flight = InFlight(discord.clock.now, outcome_of)
        self._discord = discord
        self._crowd = users

    async def drive(self, coming: Iterable[Arrival], progress: Progress) -> None:
        """Let all come; not all have settled then. ``progress`` hears of seconds."""
        now = self._discord.clock.now
        began = now()
        stretch = 0
        for arrival in coming:
            came = began + arrival.at
            early = came - now()
            stretch = 0 if early > MIN_SLEEP else stretch + 1
            if early > MIN_SLEEP or stretch >= MAX_BURST:
                stretch = 0
                self.in_flight.sweep()
                progress(arrival.at)
                await asyncio.sleep(max(0.0, early))
            self.in_flight.add(came, self._crowd.perform(arrival))

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self.in_flight:
            await asyncio.sleep(0.1)
            self.in_flight.sweep()


async def warm_up(
    discord: Server, users: SimulatedUsers, mix: Mapping[Action, float], seed: int
) -> None:
    """Let a few come who are counted nowhere; rubbish of the generator's own is collected after."""
    generator = LoadGenerator(discord, users, lambda came: Outcome())
    await generator.drive(arrivals(*WARM_UP, len(users), mix, seed), lambda done: None)
    await generator.settle()
    gc.collect()
    gc.freeze()
