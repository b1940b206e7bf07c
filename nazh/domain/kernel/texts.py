"""Marks the texts that people read, so that the catalogues of all languages can be compared."""

from __future__ import annotations

from collections.abc import Mapping

Text = str | tuple[str, str]
"""A text with ``{places}`` for facts; or its forms for one and for many, by the fact ``count``."""
Fact = int | str


def N_(text: str) -> str:  # noqa: N802  # as gettext has it
    """Return ``text``; it is a key of every catalogue from now on."""
    return text


def N_plural(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Return both forms of a text that counts something; a key of every catalogue."""
    return one, many


def in_english(text: Text, facts: Mapping[str, Fact]) -> str:
    """Return the text with its facts filled in, whole numbers with commas at the thousands."""
    if isinstance(text, tuple):
        text = text[0] if facts["count"] == 1 else text[1]
    if not facts:
        return text
    return text.format(
        **{name: f"{fact:,}" if isinstance(fact, int) else fact for name, fact in facts.items()}
    )
