"""Formats a record as a line of JSON or of text, without secrets."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

_INTERACTION_TOKEN: Final = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/?\s\"'\\]+")
"""An interaction token, which allows anybody to respond as the bot for a quarter of an hour."""
_OF_A_SHARD: Final = re.compile(r"hikari\.gateway\.(\d+)")
_INTERNAL_FIELDS: Final = ("_record", "_from_structlog", "message", "asctime")
"""What formatters leave on a record and in its event."""


class LineFormatter(ProcessorFormatter):
    """Formats records of any library, with their ``extra`` and their traceback.

    No line contains one of ``secrets``, nor the token of an interaction in a path.
    """

    def __init__(self, *, is_json: bool, is_coloured: bool, secrets: Iterable[str]) -> None:
        render: Processor = (
            structlog.processors.JSONRenderer() if is_json else _console_renderer(is_coloured)
        )
        super().__init__(
            processors=[ExtraAdder(), _ordered, structlog.processors.format_exc_info, render]
        )
        written = {form for secret in secrets if secret for form in _encodings(secret)}
        self._secrets = tuple(sorted(written, key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "…")
        return _INTERACTION_TOKEN.sub(r"\1…", line)


def _encodings(secret: str) -> Iterable[str]:
    """Return the encodings of a secret in text and in JSON."""
    plain = (secret, repr(secret)[1:-1], quote(secret, safe=""))
    return *plain, *(json.dumps(form)[1:-1] for form in plain)


def _ordered(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put the time of the record, its level and its logger first."""
    record: logging.LogRecord = event["_record"]
    ordered: EventDict = {
        # The time of writing would be later.
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": event["event"],
    }
    if match := _OF_A_SHARD.fullmatch(record.name):
        ordered["shard"] = int(match[1])
    for key, value in event.items():
        if key not in _INTERNAL_FIELDS:
            ordered.setdefault(key, value)
    return ordered


def _console_renderer(is_coloured: bool) -> structlog.dev.ConsoleRenderer:
    # A richer traceback would show the values of variables, and so the token.
    return structlog.dev.ConsoleRenderer(
        colors=is_coloured,
        timestamp_key="time",
        exception_formatter=structlog.dev.plain_traceback,
    )
