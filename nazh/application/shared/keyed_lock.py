"""Turns: one after another about the same thing, all at once about different things."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable


class KeyedLock:
    """Who is at it, and who waits. For one event loop; remembers nothing of who has left."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        # What waits for a turn to end; ``None`` while nobody does.
        self._held: dict[Hashable, asyncio.Event | None] = {}

    def is_free(self, key: Hashable) -> bool:
        """Whether a turn can be taken without waiting."""
        return key not in self._held

    async def acquire(self, key: Hashable) -> None:
        """Wait until nobody is at it, and be the one. Who gives up waiting leaves no trace."""
        while key in self._held:
            released = self._held[key]
            if released is None:
                released = self._held[key] = asyncio.Event()
            await released.wait()
        self._held[key] = None

    def release(self, key: Hashable) -> None:
        """Let the next one have a turn. Only who has taken one may end it."""
        released = self._held.pop(key)
        if released is not None:
            released.set()
