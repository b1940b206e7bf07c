"""Configures logging for this process, including its libraries."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nazh.adapters.outbound.logs.formatting import LineFormatter
from nazh.adapters.outbound.logs.outputs import LogFile, LogLossCounter, StandardError
from nazh.adapters.outbound.logs.queue import LogFields, LogQueue

MEGABYTE: Final = 1_000_000
FLUSH_TIMEOUT: Final = 2.0
"""Seconds to write queued records at the end."""


EndLog = Callable[[float], bool]
"""Writes queued records within this many seconds; returns whether all were written. Repeatable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogChoices:
    """The operator's choices. ``file`` is ``None`` for standard error alone.

    ``megabytes`` is the size at which a file is rotated; ``keep`` old files are kept.
    """

    level: str
    is_json: bool
    is_coloured: bool
    secrets: tuple[str, ...]
    file: Path | None
    megabytes: int
    keep: int


@contextmanager
def configured_log(
    choices: LogChoices, fields: LogFields, losses: LogLossCounter
) -> Iterator[EndLog]:
    """Configure logging until the block ends, then write all queued records.

    Yields a function that ends logging early, for a process that exits immediately.
    """
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    writer = LogQueue(_outputs(choices, losses), fields, losses)
    root.handlers[:] = [writer]
    root.setLevel(choices.level)
    logging.captureWarnings(True)
    try:
        yield writer.stop
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        root.setLevel(level)
        writer.stop(FLUSH_TIMEOUT)


def _outputs(choices: LogChoices, losses: LogLossCounter) -> list[logging.Handler]:
    standard_error = StandardError(losses)
    standard_error.setFormatter(_formatter(choices, is_coloured=choices.is_coloured))
    if choices.file is None:
        return [standard_error]
    file = LogFile(
        choices.file,
        most_bytes=choices.megabytes * MEGABYTE,
        keep=choices.keep,
        losses=losses,
        report=standard_error.handle,
    )
    file.setFormatter(_formatter(choices, is_coloured=False))
    return [standard_error, file]


def _formatter(choices: LogChoices, *, is_coloured: bool) -> LineFormatter:
    return LineFormatter(is_json=choices.is_json, is_coloured=is_coloured, secrets=choices.secrets)
