"""Detects the second press of a double tap (docs/adr/0010-re-roll-button.md)."""

from __future__ import annotations

from typing import Protocol


class Debouncer(Protocol):
    """Remembers recent presses, in all processes that share it. No call raises."""

    async def is_duplicate(
        self, message: int, presser: int, interaction: int, button: str = ""
    ) -> bool:
        """Return whether ``presser`` pressed on ``message`` within 1.5 s of this ``interaction``.

        The same interaction again is no duplicate. If a message has several buttons that may be
        pressed in a row, each has a name.
        """
        ...
