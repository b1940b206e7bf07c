"""Marks user-facing texts, so that the catalogues of all languages can be checked."""

from __future__ import annotations

from collections.abc import Mapping

Text = str | tuple[str, str]
"""A text with ``{placeholders}`` for facts; or its singular and plural, selected by ``count``."""
Fact = int | str


def N_(text: str) -> str:  # noqa: N802  # as gettext has it
    """Mark ``text`` as a key of every catalogue, and return it."""
    return text


def N_plural(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark both forms of a text with a count as a key of every catalogue, and return them."""
    return one, many


def in_english(text: Text, facts: Mapping[str, Fact]) -> str:
    """Return the text with its facts inserted; whole numbers have commas at the thousands."""
    if isinstance(text, tuple):
        text = text[0] if facts["count"] == 1 else text[1]
    if not facts:
        return text
    return text.format(
        **{name: f"{fact:,}" if isinstance(fact, int) else fact for name, fact in facts.items()}
    )
