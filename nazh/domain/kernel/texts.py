"""Marks user-facing texts, so that the catalogues of all languages can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

Text = str | tuple[str, str]
"""A text with ``{placeholders}`` for facts, or its singular and plural, selected by ``count``."""
Fact = int | str | datetime


def N_(text: str) -> str:  # noqa: N802  # gettext's conventional name
    """Mark ``text`` as a key of every catalogue, and return it."""
    return text


def N_plural(one: str, many: str) -> tuple[str, str]:  # noqa: N802  # as above
    """Mark both forms of a text with a count as a key of every catalogue, and return them."""
    return one, many


def in_english(text: Text, facts: Mapping[str, Fact]) -> str:
    """Return the text with its facts inserted, in English.

    Numbers have thousands separators, and instants are in UTC.
    """
    if isinstance(text, tuple):
        text = text[0] if facts["count"] == 1 else text[1]
    if not facts:
        return text
    return text.format(**{name: _in_english(fact) for name, fact in facts.items()})


def utc_text(at: datetime) -> str:
    """Return an aware instant as text in UTC, to the minute."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _in_english(fact: Fact) -> str:
    if isinstance(fact, datetime):
        return utc_text(fact)
    return f"{fact:,}" if isinstance(fact, int) else fact
