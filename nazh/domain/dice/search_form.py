"""Compares texts in a search, whose words may lack capitals and accents."""

from __future__ import annotations

import unicodedata


def search_form(text: str) -> str:
    """Return ``text`` without capitals and accents, and in characters of ordinary width."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))
