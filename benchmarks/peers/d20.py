"""Rolls with d20, the library of the Avrae bot, for totals alone or with text."""

from __future__ import annotations

import d20  # type: ignore[import-untyped]  # it has no types of its own


def total(notation: str) -> int:
    """Roll and return the total."""
    return int(d20.roll(notation).total)


def text(notation: str) -> str:
    """Roll and return the text that users see."""
    return str(d20.roll(notation).result)
