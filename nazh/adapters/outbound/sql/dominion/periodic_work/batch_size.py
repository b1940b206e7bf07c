"""Adapts the size of transactions to how long they take on this machine."""

from __future__ import annotations

from typing import Final

TARGET: Final = 0.002
"""Seconds that a transaction should take, because rolls of dice wait for it."""
INITIAL: Final = 4
MOST: Final = 64
"""Items that a transaction takes at most."""


class BatchSize:
    """How many items the next transaction takes."""

    __slots__ = ("current",)

    def __init__(self) -> None:
        self.current = INITIAL

    def note(self, items: int, seconds: float) -> None:
        """Note how long a transaction took for so many items, and take more or fewer next time."""
        if seconds > TARGET:
            self.current = max(1, min(self.current, int(items * TARGET / seconds)))
        elif items >= self.current:
            self.current = min(MOST, max(self.current + 1, self.current * 3 // 2))
