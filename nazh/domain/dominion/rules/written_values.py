"""Reads and writes rule values as lines of text, such as ``resources.rate = 120``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from nazh.domain.dominion.errors.controls import InvalidRuleLine, RepeatedRule

_MAX_LENGTH: Final = 40
"""The most characters of a key or a value; no rule has more."""


def read_values(text: str) -> dict[str, str]:
    """Return the values in a text by key, in order, as written.

    Each line has one value. Text after ``#`` is a comment, and blank lines are skipped. Keys may
    have capitals, which phones insert at the beginning of lines. Raises InvalidRuleLine and
    RepeatedRule.
    """
    values: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].rstrip()
        if not content:
            continue
        before, _, after = content.partition("=")
        key, value = before.strip().lower(), after.strip()
        if not key or len(key) > _MAX_LENGTH:
            raise InvalidRuleLine(number, line, 0)
        if not value or len(value) > _MAX_LENGTH:
            raise InvalidRuleLine(number, line, len(content) - len(value))
        if key in values:
            raise RepeatedRule(number, key)
        values[key] = value
    return values


def write_values(values: Mapping[str, str]) -> str:
    """Return values as lines that ``read_values`` can parse."""
    return "\n".join(f"{key} = {value}" for key, value in values.items())
