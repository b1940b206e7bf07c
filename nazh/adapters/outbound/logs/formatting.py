"""Formats a record as a line of JSON or of text, without secrets."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

_INTERACTION_TOKEN: Final = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/?\s\"'\\]+")
"""An interaction token, which lets anyone respond as the bot for 15 minutes."""
_OF_A_SHARD: Final = re.compile(r"hikari\.gateway\.(\d+)")
_OWN_ATTRIBUTES: Final = {
    *vars(logging.LogRecord("", 0, "", 0, "", None, None)),
    *("message", "asctime", "taskName"),
}
"""The attributes of every record; all others were passed as ``extra``."""
_AMBIGUOUS: Final = re.compile(r"[\s='\"]")
"""A value with one of these is quoted in a line of text."""
_EVENT_WIDTH: Final = 30
_RESET: Final = "\x1b[0m"
_BOLD: Final = "\x1b[1m"
_CYAN: Final = "\x1b[36m"
_LEVEL_COLOURS: Final = {
    "debug": "\x1b[32m",
    "info": "\x1b[32m",
    "warning": "\x1b[33m",
    "error": "\x1b[31m",
    "critical": "\x1b[31m",
}


class LineFormatter(logging.Formatter):
    """Formats records of any library, with their ``extra`` and their traceback.

    No line contains one of ``secrets``, nor the token of an interaction in a path.
    """

    def __init__(self, *, is_json: bool, is_coloured: bool, secrets: Iterable[str]) -> None:
        super().__init__()
        self._is_json = is_json
        self._is_coloured = is_coloured
        written = {form for secret in secrets if secret for form in _encodings(secret)}
        self._secrets = tuple(sorted(written, key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback follows it in text, and is a field in JSON."""
        fields = self._fields_of(record)
        if self._is_json:
            line = json.dumps(fields, default=repr)
        else:
            line = _text_line(fields, is_coloured=self._is_coloured)
        for secret in self._secrets:
            line = line.replace(secret, "…")
        return _INTERACTION_TOKEN.sub(r"\1…", line)

    def _fields_of(self, record: logging.LogRecord) -> dict[str, object]:
        """Return the fields of a line, starting with those of every line."""
        fields: dict[str, object] = {
            # The time of writing would be later.
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if match := _OF_A_SHARD.fullmatch(record.name):
            fields["shard"] = int(match[1])
        for name, value in vars(record).items():
            if name not in _OWN_ATTRIBUTES:
                fields.setdefault(name, value)
        if record.stack_info:
            fields["stack"] = record.stack_info
        if record.exc_info and record.exc_info[0] is not None:
            fields["exception"] = self.formatException(record.exc_info)
        return fields


def _encodings(secret: str) -> Iterable[str]:
    """Return the encodings of a secret in text and in JSON."""
    plain = (secret, repr(secret)[1:-1], quote(secret, safe=""))
    return *plain, *(json.dumps(form)[1:-1] for form in plain)


def _text_line(fields: Mapping[str, object], *, is_coloured: bool) -> str:
    """Return a line for people, followed by the traceback, if there is one."""
    more = {**fields}
    time, level, logger, event = (
        str(more.pop(key)) for key in ("time", "level", "logger", "event")
    )
    blocks = [str(more.pop(key)) for key in ("stack", "exception") if key in more]

    def styled(style: str, text: str) -> str:
        return f"{style}{text}{_RESET}" if is_coloured else text

    parts = (
        time,
        f"[{styled(_LEVEL_COLOURS.get(level, ''), f'{level:<9}')}]",
        styled(_BOLD, f"{event:<{_EVENT_WIDTH}}"),
        f"[{logger}]",
        *(f"{styled(_CYAN, key)}={_shown(more[key])}" for key in sorted(more)),
    )
    return "\n".join((" ".join(parts), *blocks))


def _shown(value: object) -> str:
    is_plain = isinstance(value, str) and not _AMBIGUOUS.search(value)
    return str(value) if is_plain else repr(value)
