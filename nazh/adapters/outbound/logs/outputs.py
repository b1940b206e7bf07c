"""Writes lines to standard error and files. A failure is logged once and counted.

Only one thread writes to an output.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final, Protocol, TextIO

NOT_WRITTEN: Final = "not_written"
LOGGER_NAME: Final = "nazh.log"


class LogLossCounter(Protocol):
    """Counts records that were not written. May be called from any thread."""

    def count_lost_record(self, reason: str) -> None:
        """Count one; ``reason`` is ``queue_full`` or ``not_written``. Never raises."""
        ...


def self_warning(sentence: str) -> logging.LogRecord:
    """Return a warning from the log itself."""
    return logging.LogRecord(LOGGER_NAME, logging.WARNING, __file__, 0, sentence, None, None)


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to standard error; records that cannot be written are counted."""

    def __init__(self, losses: LogLossCounter) -> None:
        super().__init__(sys.stderr)
        self._losses = losses

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        self._losses.count_lost_record(NOT_WRITTEN)


class LogFile(RotatingFileHandler):
    """Appends to a file, and rotates it when it is full.

    A file that was moved or deleted is created again. A failure leaves no incomplete line.
    ``report`` is called with a warning about the first failure, and one about the recovery.
    """

    def __init__(
        self,
        path: Path,
        *,
        most_bytes: int,
        keep: int,
        losses: LogLossCounter,
        report: Callable[[logging.LogRecord], object],
    ) -> None:
        super().__init__(
            path,
            maxBytes=most_bytes,
            backupCount=keep,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        self._losses = losses
        self._report = report
        self._complete_bytes = 0
        self._is_broken = False
        self._has_failed = False

    def emit(self, record: logging.LogRecord) -> None:
        self._has_failed = False
        super().emit(record)
        if self._is_broken and not self._has_failed:
            self._is_broken = False
            self._report(self_warning("the log file is written again"))

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802  # logging's name
        if not self._is_in_place():
            self._close_stream()
        is_full = bool(super().shouldRollover(record))
        self._complete_bytes = os.fstat(self.stream.fileno()).st_size if self.stream else 0
        return is_full

    def doRollover(self) -> None:  # noqa: N802  # logging's name
        super().doRollover()
        self._complete_bytes = 0

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        error = sys.exc_info()[1]
        self._has_failed = True
        self._losses.count_lost_record(NOT_WRITTEN)
        self._close_stream()
        self._truncate_partial_line()
        if not self._is_broken:
            self._is_broken = True
            reason = (error.strerror if isinstance(error, OSError) else None) or "a bug"
            self._report(
                self_warning(f"the log file cannot be written ({reason}); lost records are counted")
            )

    def _is_in_place(self) -> bool:
        if self.stream is None:
            return False
        try:
            current = Path(self.baseFilename).stat()
        except OSError:
            return False
        return os.path.samestat(os.fstat(self.stream.fileno()), current)

    def _close_stream(self) -> None:
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()

    def _truncate_partial_line(self) -> None:
        with suppress(OSError):
            if Path(self.baseFilename).stat().st_size > self._complete_bytes:
                os.truncate(self.baseFilename, self._complete_bytes)
