"""Describes bar charts, and declares the port that draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``height`` is in tenths of a percent; a ``marked`` one stands out."""

    label: str
    height: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side under a ``title``, with a ``caption`` that says what they come to.

    ``alt_text`` says in words what the picture shows. At ``level``, in tenths of a percent, a line
    runs through all bars. Numbers at the axis have the reader's ``decimal_sign``, and stand in
    ``percent_format``.
    """

    title: str
    caption: str
    bars: tuple[Bar, ...]
    alt_text: str
    level: int | None = None
    decimal_sign: str = "."
    percent_format: str = "{percent}%"


class ChartRenderer(Protocol):
    """Draws charts."""

    async def draw(self, chart: Chart) -> bytes | None:
        """Return the picture as PNG; ``None`` where it cannot be drawn, or not in time."""
        ...
