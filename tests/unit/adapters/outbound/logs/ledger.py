"""What the tests of the log share: a counter of losses, and records."""

from __future__ import annotations

import logging
from collections import Counter


class CountedLosses:
    """Counts lost records by reason."""

    def __init__(self) -> None:
        self.lost: Counter[str] = Counter()

    def lost_record(self, reason: str) -> None:
        self.lost[reason] += 1


def record(message: str, *arguments: object, name: str = "hikari.rest") -> logging.LogRecord:
    """Return a record as a library makes it."""
    return logging.LogRecord(name, logging.INFO, __file__, 1, message, arguments, None)
