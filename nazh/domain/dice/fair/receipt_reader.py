"""Parses lines of receipts; the only module that knows which values are valid in one.

A file of receipts may come from anybody, so nothing is trusted: a line is refused unless writing
its entry gives exactly the same line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Final

from nazh.domain.dice.fair.commitments import FORMAT
from nazh.domain.dice.fair.entries import (
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
    Totals,
)
from nazh.domain.dice.fair.receipt_writer import write_entry
from nazh.domain.kernel.fair.commitments import SECRET_BYTES, SESSION_DIGITS

LONGEST_LINE: Final = 262_144
"""Characters in a line, far above what the largest roll needs."""
_MAX: Final = 2**63 - 1
_MAX_PLAYERS: Final = 2**31 - 1


class Flaw(Enum):
    """Why a line is not a receipt."""

    TOO_LONG = "too_long"
    NOT_ASCII = "not_ascii"
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN_KIND = "unknown_kind"
    OTHER_FORMAT = "other_format"
    WRONG_KEYS = "wrong_keys"
    WRONG_VALUE = "wrong_value"
    WRITTEN_OTHERWISE = "written_otherwise"
    """The line is a receipt in JSON, but not canonical: it has spaces or a duplicate key."""


class UnreadableEntry(ValueError):
    """A line is not a receipt. ``key`` is the key of the invalid value, if there is one."""

    def __init__(self, flaw: Flaw, key: str | None = None) -> None:
        super().__init__(flaw.value if key is None else f"{flaw.value}: {key}")
        self.flaw = flaw
        self.key = key


def read_entry(line: str | bytes) -> Entry:
    """Return the entry in a line without its newline. Raises UnreadableEntry."""
    if len(line) > LONGEST_LINE:
        raise UnreadableEntry(Flaw.TOO_LONG)
    try:
        text = line.decode("ascii") if isinstance(line, bytes) else line
    except UnicodeDecodeError as error:
        raise UnreadableEntry(Flaw.NOT_ASCII) from error
    try:
        fields: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableEntry(Flaw.NOT_JSON) from error
    if not isinstance(fields, dict):
        raise UnreadableEntry(Flaw.NOT_AN_OBJECT)
    entry = _entry(fields)
    if write_entry(entry) != text:
        raise UnreadableEntry(Flaw.WRITTEN_OTHERWISE)
    return entry


def _entry(fields: Mapping[str, object]) -> Entry:
    kind = fields.get("kind")
    if not isinstance(kind, str) or kind not in _ENTRIES:
        raise UnreadableEntry(Flaw.UNKNOWN_KIND)
    entry = _ENTRIES[kind]
    if fields.keys() != _KEYS[kind]:
        raise UnreadableEntry(Flaw.WRONG_KEYS)
    if fields.get("format", FORMAT) != FORMAT:
        raise UnreadableEntry(Flaw.OTHER_FORMAT)
    values = list[object]()
    for key in entry._fields:
        try:
            values.append(_PARSERS[key](fields[key]))
        except ValueError as error:
            raise UnreadableEntry(Flaw.WRONG_VALUE, key) from error
    return entry._make(values)


_ENTRIES: Final[Mapping[str, type[Entry]]] = {
    "opened": Opened,
    "joined": Joined,
    "rolled": Rolled,
    "spoiled": Spoiled,
    "plot_die_added": PlotDieAdded,
    "closed": Closed,
}
_KEYS: Final = {
    kind: {"kind", *entry._fields, *(("format",) if entry is Opened else ())}
    for kind, entry in _ENTRIES.items()
}
# The parsers of single values raise ValueError.


def _number(value: object, least: int = 0, most: int = _MAX) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError  # not TypeError: the file is wrong, not the program
    return value


def _digits(value: object, count: int = 64) -> str:
    text = _matching(_HEX, value)
    if len(text) != count:
        raise ValueError
    return text


def _matching(pattern: re.Pattern[str], value: object) -> str:
    text = _text(value)
    if not pattern.fullmatch(text):
        raise ValueError
    return text


def _instant(value: object) -> datetime:
    return datetime.fromisoformat(_matching(_INSTANT, value))


def _faces(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not set(map(type, value)) <= _INTEGER:
        raise ValueError
    return tuple(value)


def _totals(value: object) -> Totals:
    if not isinstance(value, list) or not all(map(_are_totals, value)):
        raise ValueError
    return tuple(map(tuple, value))


# The exact types, because a bool is an int.
_INTEGER: Final[set[object]] = {int}
_INTEGER_OR_NONE: Final[set[object]] = {int, type(None)}
_HEX: Final = re.compile(r"[0-9a-f]+")
_ID: Final = re.compile(r"(?:0|[1-9][0-9]{0,19})")
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)


def _are_totals(value: object) -> bool:
    return isinstance(value, list) and set(map(type, value)) <= _INTEGER_OR_NONE


_PARSERS: Final[Mapping[str, Callable[[object], object]]] = {
    "n": _number,
    "counter": _number,
    "of": _number,
    "player": partial(_number, least=1, most=_MAX_PLAYERS),
    "before": _digits,
    "commitment": _digits,
    "words": _digits,
    "session": partial(_digits, count=SESSION_DIGITS),
    "secret": partial(_digits, count=2 * SECRET_BYTES),
    "server": partial(_matching, _ID),
    "at": _instant,
    "ruleset": _text,
    "notation": _text,
    "faces": _faces,
    "totals": _totals,
}
