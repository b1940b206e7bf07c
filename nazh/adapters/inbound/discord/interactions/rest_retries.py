"""REST retries: how often a request had to wait and was made again.

hikari's client has no hook for it but its log, so its records are counted where they are made.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

LOGGER: Final = "hikari.rest"
RATE_LIMITED: Final = "rate_limited"
REASONS: Final[Mapping[str, str]] = {
    "rate limited": RATE_LIMITED,
    "Received status": "server_error",
    "Connection error": "connection_error",
}
"""How hikari's messages begin, and what we call it."""


class RestRetries(logging.Filter):
    """Counts retries by reason, and lets pass what the operator asked to see."""

    def __init__(self) -> None:
        super().__init__()
        self._counts = dict.fromkeys(REASONS.values(), 0)

    def listen(self) -> None:
        """Hear every warning of hikari's client from now on, shown or not."""
        logger = logging.getLogger(LOGGER)
        logger.setLevel(min(logger.getEffectiveLevel(), logging.WARNING))
        logger.addFilter(self)

    def count_rate_limit(self) -> None:
        """Count a request of our own that Discord asked to hold back."""
        self._counts[RATE_LIMITED] += 1

    def counts(self) -> Mapping[str, int]:
        """Return the retries so far, by reason."""
        return self._counts

    def filter(self, record: logging.LogRecord) -> bool:
        message = str(record.msg)
        for beginning, reason in REASONS.items():
            if message.startswith(beginning):
                self._counts[reason] += 1
        return record.levelno >= logging.getLogger().level
