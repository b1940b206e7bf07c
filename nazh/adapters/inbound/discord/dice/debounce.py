"""Taps: whether a press is the second tap of a double tap (docs/adr/0010-re-roll-button.md)."""

from __future__ import annotations

from typing import Protocol


class Debouncer(Protocol):
    """Remembers the last presses, in all processes that share it. No call raises."""

    async def is_duplicate(
        self, message: int, presser: int, interaction: int, button: str = ""
    ) -> bool:
        """Whether ``presser`` has pressed on ``message`` within 1.5 s of this ``interaction``.

        The same interaction asked twice is no second tap. Where a message has several buttons that
        may be pressed one after the other, each has a name.
        """
        ...
