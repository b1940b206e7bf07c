"""Applies what is due in the world by now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.ports import World
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.world_time import LONG_SILENCE

PERIOD: Final = timedelta(seconds=10)
"""How often the world is advanced; the result does not depend on it."""
_FAST_PERIOD: Final = timedelta(seconds=1)
"""The longest period on an accelerated clock, on which an hour takes seconds."""
_FAST_STEP: Final = LONG_SILENCE / 3
"""The most world time between two runs on such a clock; more would be an outage."""
_PAUSE_RATIO: Final = 2
"""Length of a pause relative to the preceding step; rolls run during pauses."""
_LONGEST_PAUSE: Final = 0.015
"""The maximum length of a pause in seconds."""
PAUSE_BUDGET: Final = timedelta(seconds=15)
"""Total time of the pauses in one run; after that, steps follow without pauses."""
RUN_FOR: Final = timedelta(minutes=1)
"""After this time a run starts no more steps; the next one continues."""
TIMEOUT: Final = timedelta(minutes=2)
"""How long a run may take; after a crash, other processes wait this long before they take over."""


def fast_period(times: int) -> timedelta:
    """Return the period of a world whose clock runs ``times`` as fast."""
    return min(_FAST_PERIOD, _FAST_STEP / times)


@dataclass(frozen=True, slots=True)
class AdvanceWorld:
    """Advances the world in short transactions; the next run continues an interrupted one.

    Does nothing while ``is_stopped`` returns true. The pauses of a run add up to at most
    ``pause_budget``.
    """

    world: World
    clock: Clock
    is_stopped: Callable[[], Awaitable[bool]]
    pause_budget: timedelta = PAUSE_BUDGET

    async def __call__(self) -> None:
        """Apply what is due now, as far as time allows.

        Raises ``Unavailable``; earlier steps stay applied.
        """
        until, remaining_pause = self.clock.now(), self.pause_budget.total_seconds()
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + RUN_FOR.total_seconds()
        while loop.time() < ends_at and not await self.is_stopped():
            began = loop.time()
            if not await self.world.advance(until):
                return
            pause = min(_PAUSE_RATIO * (loop.time() - began), _LONGEST_PAUSE, remaining_pause)
            if pause > 0:
                remaining_pause -= pause
                await asyncio.sleep(pause)
