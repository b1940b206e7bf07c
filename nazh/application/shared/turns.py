"""Turns: one after another about the same thing, all at once about different things."""

from __future__ import annotations

import asyncio


class Turns:
    """Who is at it, and who waits. For one event loop; remembers nothing of who has left."""

    __slots__ = ("_taken",)

    def __init__(self) -> None:
        # What waits for a turn to end; ``None`` while nobody does.
        self._taken: dict[str, asyncio.Event | None] = {}

    def is_free(self, about: str) -> bool:
        """Whether a turn can be taken without waiting."""
        return about not in self._taken

    async def take(self, about: str) -> None:
        """Wait until nobody is at it, and be the one. Who gives up waiting leaves no trace."""
        while about in self._taken:
            left = self._taken[about]
            if left is None:
                left = self._taken[about] = asyncio.Event()
            await left.wait()
        self._taken[about] = None

    def end(self, about: str) -> None:
        """Let the next one have a turn. Only who has taken one may end it."""
        left = self._taken.pop(about)
        if left is not None:
            left.set()
