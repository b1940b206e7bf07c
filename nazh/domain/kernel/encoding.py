"""Detects texts that cannot be stored."""

from __future__ import annotations


def is_encodable(text: str) -> bool:
    """Return whether the text can be encoded as UTF-8; lone surrogates cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
