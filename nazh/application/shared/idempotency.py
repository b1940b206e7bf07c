"""The ports that find repeated work and repeated presses, in all processes that share them."""

from __future__ import annotations

from typing import Final, Protocol

DEBOUNCE_WINDOW: Final = 1_500
"""Milliseconds in which two presses of one user on one message are one press."""
SNOWFLAKE_TIME_BITS: Final = 22
"""Bits of Discord's ids below their milliseconds."""


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


class Debouncer(Protocol):
    """Remembers the last presses (docs/adr/0010-re-roll-button.md). No call raises."""

    async def is_duplicate(
        self, message: int, user: int, interaction: int, button: str = ""
    ) -> bool:
        """Return whether ``user`` pressed on ``message`` within ``DEBOUNCE_WINDOW``.

        The same interaction again is no duplicate. Where a message has several buttons that may be
        pressed one after the other, each has a name.
        """
        ...
