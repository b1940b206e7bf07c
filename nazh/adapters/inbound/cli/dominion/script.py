"""Parses scripts of commands, which are JSON Lines with a time, a user and a command."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import orjson

from nazh.adapters.inbound.cli.exit_status import REFUSED
from nazh.adapters.inbound.cli.run import CannotRun

_DIGITS: Final = re.compile(r"[0-9]{1,19}", re.ASCII)
_IDS: Final = range(1, 2**63)
"""The ids that Discord gives to users and servers."""
_YEARS: Final = range(2000, 3000)
_KEYS: Final = {"at", "advance", "guild", "user", "as", "command", "options"}
_ADVANCE: Final = {"at", "advance"}
_ADMINISTRATOR: Final = "admin"


class InvalidScript(CannotRun):
    """A line that cannot be parsed; the message says which, and why."""

    exit_code = REFUSED

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"Line {number} of the script: {reason}")


@dataclass(frozen=True, slots=True)
class Advance:
    """Moves the clock to ``at``."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ScriptCommand:
    """A command as a user enters it. ``words`` are those after the slash."""

    number: int
    at: datetime
    guild: int
    user: int
    is_administrator: bool
    words: str
    options: Mapping[str, object]


def parse_script(lines: Iterable[bytes]) -> Iterator[Advance | ScriptCommand]:
    """Return the steps of a script; empty lines are skipped. Raises InvalidScript."""
    previous: datetime | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if not line.strip():
            continue
        step = _parse_line(number, line)
        if previous is not None and step.at < previous:
            raise InvalidScript(number, '"at" is earlier than in the line above.')
        previous = step.at
        yield step


def _parse_line(number: int, line: bytes) -> Advance | ScriptCommand:
    try:
        form = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InvalidScript(number, f"this is not JSON ({error}).") from error
    if not isinstance(form, dict):
        raise InvalidScript(number, "this is not a JSON object.")
    form = _without_nulls(form)
    if unknown := sorted(form.keys() - _KEYS):
        raise InvalidScript(number, f'"{unknown[0]}" is not known here.')
    at = _parse_instant(number, form.get("at"))
    if "advance" in form:
        if form["advance"] is not True or form.keys() != _ADVANCE:
            raise InvalidScript(
                number,
                'a line that moves the clock has "at" and "advance": true, and nothing else.',
            )
        return Advance(number, at)
    words = form.get("command")
    if not isinstance(words, str) or words.startswith("/"):
        raise InvalidScript(
            number, '"command" must be the words after the slash, such as "nation register".'
        )
    options = form.get("options", {})
    if not isinstance(options, dict):
        raise InvalidScript(number, '"options" must be an object.')
    if form.get("as", _ADMINISTRATOR) != _ADMINISTRATOR:
        raise InvalidScript(number, f'"as" can only be "{_ADMINISTRATOR}".')
    return ScriptCommand(
        number=number,
        at=at,
        guild=parse_id(number, "guild", form.get("guild")),
        user=parse_id(number, "user", form.get("user")),
        is_administrator="as" in form,
        words=" ".join(words.split()),
        options=_without_nulls(options),
    )


def _without_nulls(form: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in form.items() if value is not None}


def _parse_instant(number: int, value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value if isinstance(value, str) else "")
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _invalid_instant(number) from error
    if at.year not in _YEARS:
        raise _invalid_instant(number)
    return at


def _invalid_instant(number: int) -> InvalidScript:
    years = f"in the years {_YEARS[0]} to {_YEARS[-1]}"
    return InvalidScript(number, f'"at" must be an instant like "2026-01-01T00:00:00Z", {years}.')


def parse_id(number: int, name: str, value: object) -> int:
    """Return the id of a user or server, which may be a text. Raises InvalidScript."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value not in _IDS:
        raise InvalidScript(
            number, f'"{name}" must be a whole number from {_IDS[0]} to {_IDS[-1]}.'
        )
    return value
