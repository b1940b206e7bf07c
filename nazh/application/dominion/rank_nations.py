"""Ranks all nations on all boards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nazh.application.dominion.ports import Rankings
from nazh.application.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class RankNations:
    """Makes the ranking that is due, if there is one; none while ``is_stopped`` says so.

    It runs as often as the world is advanced.
    """

    rankings: Rankings
    clock: Clock
    is_stopped: Callable[[], Awaitable[bool]]

    async def __call__(self) -> None:
        """Make the ranking. Raises ``Unavailable``."""
        if not await self.is_stopped():
            await self.rankings.update(self.clock.now())
