"""Declares the port that detects repeated work across processes."""

from __future__ import annotations

from typing import Protocol


class IdempotencyStore(Protocol):
    """Remembers which work has been started. No call raises."""

    async def claim(self, name: str, seconds: int = 15 * 60) -> bool:
        """Claim ``name`` for ``seconds``; return whether it was free.

        The default is how long an interaction accepts follow-ups.
        """
        ...

    async def release(self, name: str) -> None:
        """Free ``name`` again, because the work failed."""
        ...
