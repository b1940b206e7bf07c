"""Parses lines of receipts; the only module that knows which values are valid in one.

A file of receipts may come from anybody, so nothing is trusted: a line that would not be written
back exactly is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Final, NamedTuple, TypeGuard

from nazh.domain.dice.fair.commitments import FORMAT, SECRET_BYTES, SESSION_DIGITS
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
    """The line is JSON for a receipt, but not canonical: it has spaces, or a key twice."""


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
        told: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableEntry(Flaw.NOT_JSON) from error
    if not isinstance(told, dict):
        raise UnreadableEntry(Flaw.NOT_AN_OBJECT)
    entry = _entry(told)
    if write_entry(entry) != text:
        raise UnreadableEntry(Flaw.WRITTEN_OTHERWISE)
    return entry


class _EntryForm(NamedTuple):
    """The keys of one kind of entry, and the function that builds it from their values."""

    keys: frozenset[str]
    read: Callable[[_Values], Entry]


def _entry(told: Mapping[str, object]) -> Entry:
    kind = told.get("kind")
    form = _FORMS.get(kind) if isinstance(kind, str) else None
    if form is None:
        raise UnreadableEntry(Flaw.UNKNOWN_KIND)
    if told.keys() != form.keys:
        raise UnreadableEntry(Flaw.WRONG_KEYS)
    return form.read(_Values(told))


class _Values:
    """The values of one line, each read as the type it must have."""

    __slots__ = ("told",)

    def __init__(self, told: Mapping[str, object]) -> None:
        self.told = told

    def number(self, key: str, least: int = 0, most: int = _MAX) -> int:
        value = self.told[key]
        if not _is_integer(value) or not least <= value <= most:
            raise UnreadableEntry(Flaw.WRONG_VALUE, key)
        return value

    def player(self) -> int:
        return self.number("player", 1, _MAX_PLAYERS)

    def text(self, key: str) -> str:
        value = self.told[key]
        if not isinstance(value, str):
            raise UnreadableEntry(Flaw.WRONG_VALUE, key)
        return value

    def digits(self, key: str, count: int = 64) -> str:
        value = self.text(key)
        if len(value) != count or not _HEX(value):
            raise UnreadableEntry(Flaw.WRONG_VALUE, key)
        return value

    def server(self) -> str:
        value = self.text("server")
        if not _ID(value):
            raise UnreadableEntry(Flaw.WRONG_VALUE, "server")
        return value

    def at(self) -> datetime:
        value = self.text("at")
        try:
            if _INSTANT(value):
                return datetime.fromisoformat(value)
        except ValueError:
            pass
        raise UnreadableEntry(Flaw.WRONG_VALUE, "at")

    def faces(self) -> tuple[int, ...]:
        value = self.told["faces"]
        if not isinstance(value, list) or not all(map(_is_integer, value)):
            raise UnreadableEntry(Flaw.WRONG_VALUE, "faces")
        return tuple(value)

    def totals(self) -> Totals:
        value = self.told["totals"]
        if not isinstance(value, list) or not all(map(_are_totals, value)):
            raise UnreadableEntry(Flaw.WRONG_VALUE, "totals")
        return tuple(map(tuple, value))


_HEX: Final = re.compile(r"[0-9a-f]+").fullmatch
_ID: Final = re.compile(r"(?:0|[1-9][0-9]{0,19})").fullmatch
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII
).fullmatch


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_totals(value: object) -> bool:
    return isinstance(value, list) and all(one is None or _is_integer(one) for one in value)


def _opened(of: _Values) -> Opened:
    if of.told["format"] != FORMAT:
        raise UnreadableEntry(Flaw.OTHER_FORMAT)
    session = of.digits("session", SESSION_DIGITS)
    return Opened(of.number("n"), of.at(), session, of.server(), of.digits("commitment"))


def _joined(of: _Values) -> Joined:
    return Joined(of.number("n"), of.digits("before"), of.at(), of.player(), of.digits("words"))


def _rolled(of: _Values) -> Rolled:
    return Rolled(
        n=of.number("n"),
        before=of.digits("before"),
        at=of.at(),
        counter=of.number("counter"),
        player=of.player(),
        ruleset=of.text("ruleset"),
        notation=of.text("notation"),
        faces=of.faces(),
        totals=of.totals(),
    )


def _spoiled(of: _Values) -> Spoiled:
    return Spoiled(
        n=of.number("n"),
        before=of.digits("before"),
        at=of.at(),
        counter=of.number("counter"),
        player=of.player(),
        ruleset=of.text("ruleset"),
        notation=of.text("notation"),
    )


def _plot_die_added(of: _Values) -> PlotDieAdded:
    return PlotDieAdded(
        n=of.number("n"),
        before=of.digits("before"),
        at=of.at(),
        counter=of.number("counter"),
        of=of.number("of"),
        notation=of.text("notation"),
        faces=of.faces(),
        totals=of.totals(),
    )


def _closed(of: _Values) -> Closed:
    secret = of.digits("secret", 2 * SECRET_BYTES)
    return Closed(of.number("n"), of.digits("before"), of.at(), secret)


def _form(read: Callable[[_Values], Entry], *keys: str) -> _EntryForm:
    return _EntryForm(frozenset(("kind", "n", "at", *keys)), read)


_ROLL: Final = ("before", "counter", "notation")
_FORMS: Final = {
    "opened": _form(_opened, "format", "session", "server", "commitment"),
    "joined": _form(_joined, "before", "player", "words"),
    "rolled": _form(_rolled, *_ROLL, "player", "ruleset", "faces", "totals"),
    "spoiled": _form(_spoiled, *_ROLL, "player", "ruleset"),
    "plot_die_added": _form(_plot_die_added, *_ROLL, "of", "faces", "totals"),
    "closed": _form(_closed, "before", "secret"),
}
