"""Chores: what is to be done from time to time, whoever plays meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

EVERY: Final = 3600.0
"""Seconds between two rounds, where nothing else is said; the first begins with the program."""
Chore = Callable[[], Awaitable[None]]
_LOG: Final = logging.getLogger(__name__)


class Chores:
    """Does chores one after the other, on the event loop."""

    def __init__(self, chores: Iterable[Chore], every: float = EVERY) -> None:
        self._chores = tuple(chores)
        self._every = every

    async def keep_doing(self) -> None:
        """Do them all, again and again, until cancelled."""
        while True:
            await self.do()
            await asyncio.sleep(self._every)

    async def do(self) -> None:
        """Do them all once. One that fails is logged, and its turn comes again."""
        for chore in self._chores:
            try:
                await chore()
            except Exception:  # noqa: BLE001  # the others must be done all the same
                _LOG.exception("a chore failed, and is done again later")
