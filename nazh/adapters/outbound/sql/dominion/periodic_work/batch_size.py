"""Adapts the size of transactions to how long they take on this machine."""

from __future__ import annotations

from typing import Final

TARGET: Final = 0.002
"""Seconds that a transaction should take, because rolls of dice wait for it."""
INITIAL: Final = 4
MAX_SIZE: Final = 64
"""The most items in a transaction."""


class BatchSize:
    """The number of items in the next transaction."""

    __slots__ = ("current",)

    def __init__(self) -> None:
        self.current = INITIAL

    def note(self, items: int, seconds: float) -> None:
        """Adapt the size to the duration of a transaction with this many items."""
        if seconds > TARGET:
            self.current = max(1, min(self.current, int(items * TARGET / seconds)))
        elif items >= self.current:
            self.current = min(MAX_SIZE, max(self.current + 1, self.current * 3 // 2))
