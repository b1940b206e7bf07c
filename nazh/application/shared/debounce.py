"""Declares the port that detects repeated presses across processes."""

from __future__ import annotations

from typing import Final, Protocol

DEBOUNCE_WINDOW: Final = 1_500
"""Milliseconds within which two presses of one user on one message count as one."""
SNOWFLAKE_TIME_BITS: Final = 22
"""Bits below the milliseconds in Discord's ids."""


class Debouncer(Protocol):
    """Remembers the last presses (docs/adr/0010-re-roll-button.md). No call raises."""

    async def is_duplicate(
        self, message: int, user: int, interaction: int, button: str = ""
    ) -> bool:
        """Return whether ``user`` pressed on ``message`` within ``DEBOUNCE_WINDOW``.

        The same interaction again is no duplicate. If a message has several buttons that may be
        pressed in succession, each has a name.
        """
        ...
