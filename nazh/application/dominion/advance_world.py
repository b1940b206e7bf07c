"""Applies what is due in the world, up to now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.ports import World
from nazh.application.shared.ports import Clock

PERIOD: Final = timedelta(seconds=10)
"""How often the world is advanced; the result does not depend on it."""
FAST_PERIOD: Final = timedelta(seconds=1)
"""How often it is on a clock on which an hour takes seconds."""


@dataclass(frozen=True, slots=True)
class AdvanceWorld:
    """Advances the world in short transactions; an interrupted run is continued by the next.

    Nothing is advanced while ``is_stopped`` says so.
    """

    world: World
    clock: Clock
    is_stopped: Callable[[], Awaitable[bool]]

    async def __call__(self) -> None:
        """Apply all that is due now. Raises ``Unavailable``; earlier steps are complete."""
        until = self.clock.now()
        while not await self.is_stopped() and await self.world.advance(until):
            pass
