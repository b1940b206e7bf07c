"""Declares the port that finds repeated work, in all processes that share it."""

from __future__ import annotations

from typing import Protocol


class IdempotencyStore(Protocol):
    """Remembers which follow-ups have been begun. No call raises."""

    async def claim(self, name: str, seconds: int = 15 * 60) -> bool:
        """Return whether ``name`` was free; from now on it is claimed for ``seconds``.

        The default is how long an interaction accepts follow-ups.
        """
        ...

    async def release(self, name: str) -> None:
        """Free ``name`` again, because the work failed."""
        ...
