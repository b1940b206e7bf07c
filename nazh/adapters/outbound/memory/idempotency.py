"""Claims follow-ups within this process."""

from __future__ import annotations

from typing import Final

MAX_ENTRIES: Final = 1_024
"""Claims that are remembered; a second press comes within seconds of the first."""


class MemoryIdempotencyStore:
    """Remembers names, and forgets the oldest first."""

    def __init__(self) -> None:
        self._claimed: dict[str, None] = {}

    async def claim(self, name: str, seconds: int = 0) -> bool:
        """Claim a name; return whether it was unclaimed. ``seconds`` is not used."""
        if name in self._claimed:
            return False
        self._claimed[name] = None
        if len(self._claimed) > MAX_ENTRIES:
            del self._claimed[next(iter(self._claimed))]
        return True

    async def release(self, name: str) -> None:
        """Release a claim."""
        self._claimed.pop(name, None)
