"""Generates open-loop load, in which every user acts on schedule."""

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
"""Delays below this (seconds) are not slept, because the loop's clock is not finer."""
MAX_BURST: Final = 20
"""Arrivals between two checks of responses while the generator is behind schedule."""
WARM_UP: Final = (50.0, 3.0)
"""Rate and seconds of the warm-up, which fills caches."""
Progress = Callable[[float], None]


class LoadGenerator:
    """Runs simulated users on a Discord; times are real seconds of its clock."""

    def __init__(self, discord: Server, users: SimulatedUsers, outcome_of: OutcomeOf) -> None:
        self.in_flight = InFlight(discord.clock, outcome_of)
        self._discord = discord
        self._users = users

    async def drive(self, schedule: Iterable[Arrival], progress: Progress) -> None:
        """Send all arrivals; some may still be in flight. ``progress`` receives the seconds."""
        now = self._discord.clock.real
        began = now()
        burst = 0
        for arrival in schedule:
            scheduled_at = began + arrival.at
            early = scheduled_at - now()
            burst = 0 if early > MIN_SLEEP else burst + 1
            if early > MIN_SLEEP or burst >= MAX_BURST:
                burst = 0
                self.in_flight.sweep()
                progress(arrival.at)
                await asyncio.sleep(max(0.0, early))
            self.in_flight.add(scheduled_at, self._users.perform(arrival))

    async def settle(self) -> None:
        """Wait until nothing is in flight."""
        while self.in_flight:
            await asyncio.sleep(0.1)
            self.in_flight.sweep()


async def warm_up(
    discord: Server, users: SimulatedUsers, mix: Mapping[Action, float], seed: int
) -> None:
    """Found nations, send uncounted interactions, then collect the generator's garbage."""
    await users.found_nations()
    generator = LoadGenerator(discord, users, lambda scheduled_at: Outcome())
    await generator.drive(arrivals(*WARM_UP, len(users), mix, seed), lambda done: None)
    await generator.settle()
    gc.collect()
    gc.freeze()
