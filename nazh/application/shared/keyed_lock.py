"""Provides a lock per key."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable


class KeyedLock:
    """Holders and waiters by key. For one event loop; released keys take no memory."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        # Set when the lock is released; ``None`` while nobody waits.
        self._held: dict[Hashable, asyncio.Event | None] = {}

    def is_free(self, key: Hashable) -> bool:
        """Return whether the lock can be acquired without waiting."""
        return key not in self._held

    async def acquire(self, key: Hashable) -> None:
        """Wait until the lock is free, and acquire it. Cancelling the wait is safe."""
        while key in self._held:
            released = self._held[key]
            if released is None:
                released = self._held[key] = asyncio.Event()
            await released.wait()
        self._held[key] = None

    def release(self, key: Hashable) -> None:
        """Release the lock, which the caller must hold, and wake the waiters."""
        released = self._held.pop(key)
        if released is not None:
            released.set()
