"""Counts how often hikari's client had to wait and retry a request.

hikari has no hook for this, so its log records are counted.
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
"""The beginnings of hikari's messages, with the label of each in metrics."""


class RestRetryCounter(logging.Filter):
    """Counts retries by reason, and filters records by the level that the operator chose."""

    def __init__(self) -> None:
        super().__init__()
        self._counts = dict.fromkeys(REASONS.values(), 0)

    def listen(self) -> None:
        """Count every warning of hikari's client from now on, whether it is logged or not."""
        logger = logging.getLogger(LOGGER)
        logger.setLevel(min(logger.getEffectiveLevel(), logging.WARNING))
        logger.addFilter(self)

    def count_rate_limit(self) -> None:
        """Count a callback of our own that Discord rate limited."""
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
