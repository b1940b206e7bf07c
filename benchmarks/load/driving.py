"""Driving: everybody comes when he was drawn to come, whatever became of those before him."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from benchmarks.load.arrivals import Arrival
from benchmarks.load.crowd import Crowd
from benchmarks.load.outcome import Outcome, UnderWay
from localcord import Server

SOON: Final = 0.001
"""Seconds that are not worth sleeping for: the loop's clock is no finer."""
AT_A_STRETCH: Final = 20
"""How many may come without the answers being looked at, when the generator is behind."""
Progress = Callable[[float, Outcome], None]


class Driver:
    """Lets a crowd loose on a Discord; times are those of its clock."""

    def __init__(self, discord: Server, crowd: Crowd) -> None:
        self.under_way = UnderWay(discord.clock.now)
        self._discord = discord
        self._crowd = crowd

    async def drive(
        self, coming: Iterable[Arrival], outcome: Outcome, progress: Progress
    ) -> Outcome:
        """Let all come, and return ``outcome``, in which not all have settled yet."""
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
                progress(arrival.at, outcome)
                await asyncio.sleep(max(0.0, early))
            self.under_way.add(came, outcome, self._crowd.does(arrival))
        return outcome

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self.under_way:
            await asyncio.sleep(0.1)
            self.under_way.sweep()
