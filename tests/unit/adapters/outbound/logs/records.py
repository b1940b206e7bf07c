"""Creates log records like those of libraries."""

from __future__ import annotations

import logging


def record(message: str, *arguments: object, name: str = "hikari.rest") -> logging.LogRecord:
    """Return a record like that of a library."""
    return logging.LogRecord(name, logging.INFO, __file__, 1, message, arguments, None)
