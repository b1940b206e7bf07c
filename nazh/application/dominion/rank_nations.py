"""Ranks all nations on all boards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nazh.application.dominion.ports import Rankings
from nazh.application.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class RankNations:
    """Computes a due ranking, except while ``is_stopped`` returns true.

    Runs as often as the world is advanced.
    """

    rankings: Rankings
    clock: Clock
    is_stopped: Callable[[], Awaitable[bool]]

    async def __call__(self) -> None:
        """Compute the ranking if one is due. Raises ``Unavailable``."""
        if not await self.is_stopped():
            await self.rankings.update(self.clock.now())
