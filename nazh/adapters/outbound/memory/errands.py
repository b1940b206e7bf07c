"""MemoryErrands: which errands this process has begun."""

from __future__ import annotations

from typing import Final

REMEMBERED: Final = 1_024
"""Errands that are known to be begun; a second press comes within seconds of the first."""


class MemoryErrands:
    """Remembers names, the oldest forgotten first."""

    def __init__(self) -> None:
        self._begun: dict[str, None] = {}

    async def begin(self, name: str, seconds: int = 0) -> bool:
        """Return whether nobody has begun it; the newest are known, whatever ``seconds`` say."""
        if name in self._begun:
            return False
        self._begun[name] = None
        if len(self._begun) > REMEMBERED:
            del self._begun[next(iter(self._begun))]
        return True

    async def give_up(self, name: str) -> None:
        """Let somebody begin it again."""
        self._begun.pop(name, None)
