"""MemoryIdempotencyStore: which errands this process has begun."""

from __future__ import annotations

from typing import Final

MAX_ENTRIES: Final = 1_024
"""Errands that are known to be begun; a second press comes within seconds of the first."""


class MemoryIdempotencyStore:
    """Remembers names, the oldest forgotten first."""

    def __init__(self) -> None:
        self._claimed: dict[str, None] = {}

    async def claim(self, name: str, seconds: int = 0) -> bool:
        """Return whether nobody has begun it; the newest are known, whatever ``seconds`` say."""
        if name in self._claimed:
            return False
        self._claimed[name] = None
        if len(self._claimed) > MAX_ENTRIES:
            del self._claimed[next(iter(self._claimed))]
        return True

    async def release(self, name: str) -> None:
        """Let somebody begin it again."""
        self._claimed.pop(name, None)
