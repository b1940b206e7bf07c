"""Log records as libraries make them, for the tests of the log."""

from __future__ import annotations

import logging


def record(message: str, *arguments: object, name: str = "hikari.rest") -> logging.LogRecord:
    """Return a record as a library makes it."""
    return logging.LogRecord(name, logging.INFO, __file__, 1, message, arguments, None)
