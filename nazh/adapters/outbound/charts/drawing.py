"""Draws one chart, from JSON on standard input to PNG on standard output.

The only module that imports matplotlib. The picture has its own background, light on dark, because
it is shown on light and dark pages alike; text is large, because most users read it on a phone.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any, Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

PANEL: Final = "#1e1f26"
INK: Final = "#f2f3f5"
MUTED: Final = "#9aa3b5"
MARKED: Final = "#f5b942"
GRID: Final = "#3a3d4a"
INCHES: Final = (4.8, 3.2)
DPI: Final = 200
"""Dots per inch, for a picture of 960 by 640."""
_MAX_LABELS: Final = 10
_LABEL_CHARACTERS: Final = 48
"""Characters that fit below the bars."""
_TITLE_CHARACTERS: Final = 44
"""Characters that fit on one line of a title."""


def main() -> None:
    """Draw the chart on standard input, at low priority if that is allowed."""
    with suppress(OSError):
        os.nice(5)
    figure = draw_figure(json.load(sys.stdin))
    figure.savefig(sys.stdout.buffer, format="png", dpi=DPI, facecolor=PANEL)


def draw_figure(chart: dict[str, Any]) -> Figure:
    """Return the figure of a chart that is given as JSON."""
    figure = Figure(figsize=INCHES, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.set_facecolor(PANEL)
    bars = chart["bars"]
    places = range(len(bars))
    # Marked bars are hatched too, so that they do not differ by colour alone.
    axes.bar(
        places,
        [bar["height"] / 10 for bar in bars],
        width=0.84,
        color=[MARKED if bar["marked"] else MUTED for bar in bars],
        edgecolor=PANEL,
        hatch=["///" if bar["marked"] else "" for bar in bars],
        linewidth=0,
    )
    if chart["level"] is not None:
        axes.axhline(chart["level"] / 10, color=MARKED, linewidth=2, linestyle="--")
    every = -(-len(bars) // _label_count(bars)) or 1
    shown = [place for place in places if place % every == 0]
    axes.set_xticks(shown, [bars[place]["label"] for place in shown])
    axes.tick_params(colors=INK, labelsize=10, length=0)
    sign = chart["decimal_sign"]
    percent = chart["percent_format"]
    axes.yaxis.set_major_formatter(
        lambda value, _: percent.format(percent=f"{value:g}".replace(".", sign))
    )
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    title = chart["title"]
    shown_title = title if len(title) <= _TITLE_CHARACTERS else f"{title[: _TITLE_CHARACTERS - 1]}…"
    # An unescaped dollar sign would begin a formula.
    axes.set_title(shown_title, color=INK, fontsize=13, loc="left", parse_math=False)
    axes.set_xlabel(chart["caption"], color=INK, fontsize=11, parse_math=False)
    return figure


def _label_count(bars: list[dict[str, Any]]) -> int:
    """Return how many labels fit side by side."""
    longest = max((len(bar["label"]) for bar in bars), default=1)
    return min(_MAX_LABELS, max(2, _LABEL_CHARACTERS // (longest + 2)))


if __name__ == "__main__":
    main()
