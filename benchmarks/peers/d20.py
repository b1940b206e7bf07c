"""d20, the engine of the Avrae bot: totals alone, or with its string."""

from __future__ import annotations

import d20  # type: ignore[import-untyped]  # it has no types of its own


def total(notation: str) -> int:
    """Roll and return the total."""
    return int(d20.roll(notation).total)


def text(notation: str) -> str:
    """Roll and return the string that a player is shown."""
    return str(d20.roll(notation).result)
