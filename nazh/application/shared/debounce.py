"""Declares the port that finds repeated presses, in all processes that share it."""

from __future__ import annotations

from typing import Final, Protocol

DEBOUNCE_WINDOW: Final = 1_500
"""Milliseconds in which two presses of one user on one message are one press."""
SNOWFLAKE_TIME_BITS: Final = 22
"""Bits of Discord's ids below their milliseconds."""


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
