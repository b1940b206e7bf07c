"""Adapts how much a transaction does to how long transactions take, on this machine and now."""

from __future__ import annotations

from typing import Final

TARGET: Final = 0.002
"""Seconds that a transaction should take, because rolls of dice wait for it."""
AT_FIRST: Final = 4
MOST: Final = 64
"""Items that a transaction takes at most."""


class Pace:
    """How many items the next transaction takes."""

    __slots__ = ("at_once",)

    def __init__(self) -> None:
        self.at_once = AT_FIRST

    def note(self, items: int, seconds: float) -> None:
        """Note how long a transaction took for so many items, and take more or fewer next time."""
        if seconds > TARGET:
            self.at_once = max(1, min(self.at_once, int(items * TARGET / seconds)))
        elif items >= self.at_once:
            self.at_once = min(MOST, max(self.at_once + 1, self.at_once * 3 // 2))
