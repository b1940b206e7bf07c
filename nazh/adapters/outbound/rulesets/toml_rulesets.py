"""Reads rulesets from TOML, and names invalid values."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar, get_args, get_type_hints

from nazh.application.dominion.ports import RuleValue
from nazh.domain.dominion.errors.controls import InvalidRuleValue, UnknownRule
from nazh.domain.dominion.rules.rule import Rule
from nazh.domain.dominion.rules.rulesets import Ruleset, check_consistency

CLASSIC: Final = "classic"
"""The ruleset that the others modify."""
RULESETS: Final = (CLASSIC, "standard", "blitz")
_DURATION: Final = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_Section = TypeVar("_Section")
_Table = Mapping[str, object]


class TomlRulesets:
    """Satisfies ``Rulesets``. Seasons store their ruleset as JSON."""

    def __init__(self, name: str) -> None:
        """Give new seasons the ruleset ``name``, one of ``RULESETS``."""
        self._current = json.dumps(ruleset_table(name), sort_keys=True)
        self._classic = _read(CLASSIC)
        self._parsed: dict[str, Ruleset] = {}

    def current(self) -> str:
        """Return the ruleset for new seasons."""
        return self._current

    def parse(self, text: str) -> Ruleset:
        """Return the ruleset in a text; each is parsed once.

        Values that did not exist when the season began are taken from classic.
        """
        if text not in self._parsed:
            self._parsed[text] = parse_ruleset(_merge(self._classic, json.loads(text)))
        return self._parsed[text]

    def rule_names(self) -> tuple[str, ...]:
        """Return the names of all values."""
        return tuple(RULES)

    def value(self, text: str, key: str) -> RuleValue:
        """Return a value of a ruleset."""
        rule = _rule(key)
        written = self.values(text)[key]
        return RuleValue(key, written, rule.about, rule.unit, _range_text(rule))

    def values(self, text: str) -> Mapping[str, str]:
        """Return all values of a ruleset."""
        table = _merge(self._classic, json.loads(text))
        return {key: str(_find(table, key)) for key in RULES}

    def changed(self, text: str, values: Mapping[str, str]) -> str:
        """Return a ruleset with some values changed."""
        table: _Table = json.loads(text)
        for key, written in values.items():
            rule, value = _rule(key), _read_typed(written)
            if _parse(rule, value) is None:
                raise InvalidRuleValue(key, written, rule.about, _range_text(rule))
            *sections, name = key.split(".")
            change: dict[str, object] = {name: value}
            for section in reversed(sections):
                change = {section: change}
            table = _merge(table, change)
        check_consistency(parse_ruleset(_merge(self._classic, table)))
        return json.dumps(table, sort_keys=True)


class InvalidRuleset(Exception):
    """A ruleset with a missing, unknown or invalid value; the message is for the operator."""


def ruleset_table(name: str) -> dict[str, object]:
    """Return the complete values of one of ``RULESETS``, as in its file."""
    return _merge(_read(CLASSIC), _read(name))


def parse_ruleset(table: _Table) -> Ruleset:
    """Return the ruleset with these values, which must be complete. Raises InvalidRuleset."""
    return _parse_section(Ruleset, table, "")


def _read(name: str) -> _Table:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


def _merge(base: _Table, changes: _Table) -> dict[str, object]:
    merged = dict(base)
    for key, value in changes.items():
        before = merged.get(key)
        if isinstance(value, Mapping) and isinstance(before, Mapping):
            merged[key] = _merge(before, value)
        else:
            merged[key] = value
    return merged


def _parse_section(kind: type[_Section], table: object, path: str) -> _Section:
    if not isinstance(table, Mapping):
        raise InvalidRuleset(f"{path} is not a table.")
    section: type = kind  # mypy takes no type[_Section] for hashable
    hints = _hints(section)
    if unknown := sorted(table.keys() - hints.keys()):
        raise InvalidRuleset(f"{_join(path, unknown[0])} is not a known value. Remove it.")
    if missing := sorted(hints.keys() - table.keys()):
        raise InvalidRuleset(f"{_join(path, missing[0])} is missing.")
    return kind(
        **{name: _parse_value(hint, table[name], _join(path, name)) for name, hint in hints.items()}
    )


@cache
def _hints(kind: type) -> dict[str, object]:
    """Return the annotations of a section with their rules; to evaluate them takes milliseconds."""
    return get_type_hints(kind, include_extras=True)


def _parse_value(hint: object, value: object, path: str) -> object:
    if isinstance(hint, type):
        return str(value) if hint is str else _parse_section(hint, value, path)
    rule: Rule
    _, rule = get_args(hint)
    parsed = _parse(rule, value)
    if parsed is None:
        raise InvalidRuleset(
            f"{path} is {value!r}, but must be {_range_text(rule)}. It is: {rule.about}"
        )
    return parsed


def _parse(rule: Rule, value: object) -> int | timedelta | None:
    """Return a value, or ``None`` if it is of another kind or out of range."""
    parsed = _parse_duration(value) if isinstance(rule.least, timedelta) else _parse_int(value)
    if parsed is None or not rule.least <= parsed <= rule.most:  # type: ignore[operator]  # both are numbers or durations
        return None
    return parsed


def _rule(key: str) -> Rule:
    if key not in RULES:
        raise UnknownRule(key)
    return RULES[key]


def _read_typed(written: str) -> int | str:
    """Return a value as it is in files; a number may be typed with separators."""
    digits = written.strip().replace(",", "").replace("_", "")
    is_number = digits.isascii() and digits.isdecimal()
    return int(digits) if is_number else written.strip().lower()


def _parse_int(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _parse_duration(value: object) -> timedelta | None:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    return None if match is None else timedelta(seconds=int(match[1]) * _SECONDS[match[2]])


def _find(table: _Table, key: str) -> object:
    value: object = table
    for name in key.split("."):
        assert isinstance(value, Mapping)
        value = value[name]
    return value


def _rules_of(kind: type, path: str = "") -> Iterator[tuple[str, Rule]]:
    """Yield the names of all values below a section, with their rules."""
    for name, hint in _hints(kind).items():
        if not isinstance(hint, type):
            yield _join(path, name), get_args(hint)[1]
        elif hint is not str:
            yield from _rules_of(hint, _join(path, name))


def _range_text(rule: Rule) -> str:
    least, most = written_value(rule.least), written_value(rule.most)
    if isinstance(rule.least, timedelta):
        return f"a duration from {least} to {most}, such as 90m"
    return f"a whole number from {least} to {most} ({rule.unit})"


def written_value(value: int | timedelta) -> str:
    """Return a value as operators may type it: ``1,000``, ``36h``."""
    if isinstance(value, int):
        return f"{value:,}"
    seconds = value // timedelta(seconds=1)
    *_, unit = (name for name, length in _SECONDS.items() if seconds % length == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


RULES: Final = dict(_rules_of(Ruleset))
