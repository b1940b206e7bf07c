"""Describes charts, and declares the port that draws them."""

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


@dataclass(frozen=True, slots=True)
class ListedBar:
    """A bar with its ``label`` at the left and ``text`` at its end; ``length`` is at least 0."""

    label: str
    length: int
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class BarList:
    """Bars below one another under a ``title``; ``alt_text`` describes the picture in words."""

    title: str
    bars: tuple[ListedBar, ...]
    alt_text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Whole numbers over time, as pairs of a Unix time in seconds and a value, earliest first.

    They are bars that end at their times with ``is_bars``, and a line otherwise.
    """

    title: str
    points: tuple[tuple[int, int], ...]
    is_bars: bool = False


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """Timelines below one another with the same time axis.

    ``ticks`` are labels of Unix times on the axis, and ``alt_text`` describes the picture in words.
    """

    title: str
    timelines: tuple[Timeline, ...]
    ticks: tuple[tuple[int, str], ...]
    alt_text: str


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a network, in a ``column`` counted from 0 at the left."""

    label: str
    column: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A line with a ``text`` between two nodes, given by their indexes."""

    one: int
    other: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes in columns with links between them; ``alt_text`` describes the picture in words."""

    title: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    alt_text: str


AnyChart = Chart | BarList | TimelineChart | Network


class ChartRenderer(Protocol):
    """Draws charts."""

    async def draw(self, chart: AnyChart) -> bytes | None:
        """Return the picture as PNG, or ``None`` if it cannot be drawn in time."""
        ...
