"""Describes bar charts, and declares the port that draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``height`` is in tenths of a percent; a ``marked`` one is highlighted."""

    label: str
    height: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side under a ``title``, with a ``caption`` that summarizes them.

    ``alt_text`` describes the picture in words. At ``level``, in tenths of a percent, a line is
    drawn through all bars. Numbers at the axis use the reader's ``decimal_sign`` and
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
        """Return the picture as PNG, or ``None`` if it cannot be drawn in time."""
        ...
