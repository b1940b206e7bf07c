"""Charts: pictures of bars, and the port of whoever draws them."""

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

    ``told`` says in words what the picture shows, for those who do not see it. At ``level``, in
    tenths of a percent, a line runs through all bars. ``decimal_sign`` is the reader's, for numbers
    at the axis.
    """

    title: str
    caption: str
    bars: tuple[Bar, ...]
    told: str
    level: int | None = None
    decimal_sign: str = "."


class Charts(Protocol):
    """Draws charts."""

    async def draw(self, chart: Chart) -> bytes | None:
        """Return the picture as PNG; ``None`` where it cannot be drawn, or not in time."""
        ...
