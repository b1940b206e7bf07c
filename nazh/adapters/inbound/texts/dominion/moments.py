"""Writes instants as Discord shows them, in the reader's own time zone and language."""

from __future__ import annotations

from datetime import datetime


def relative(at: datetime) -> str:
    """Return an instant as Discord shows it: "in 3 hours"."""
    return f"<t:{int(at.timestamp())}:R>"
