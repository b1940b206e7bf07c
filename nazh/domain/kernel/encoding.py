"""Detects texts that cannot be stored: PostgreSQL refuses NUL, and UTF-8 has no lone surrogates."""

from __future__ import annotations


def is_storable(text: str) -> bool:
    """Return whether both databases can store the text."""
    return storable(text) == text


def storable(text: str) -> str:
    """Return the text without the characters that cannot be stored."""
    return text.replace("\0", "").encode(errors="ignore").decode()
