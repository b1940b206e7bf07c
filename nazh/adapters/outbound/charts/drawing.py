"""Draws one chart, from JSON on standard input to PNG on standard output.

The only module that imports matplotlib. The picture has its own background, light on dark, because
it is shown on light and dark pages alike; text is large, because most users read it on a phone.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from itertools import groupby, pairwise
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import EngFormatter, MaxNLocator

PANEL: Final = "#1e1f26"
INK: Final = "#f2f3f5"
MUTED: Final = "#9aa3b5"
MARKED: Final = "#f5b942"
GRID: Final = "#3a3d4a"
ELLIPSIS: Final = "…"
INCHES: Final = (4.8, 3.2)
DPI: Final = 200
"""Dots per inch, for a picture of 960 by 640."""
_HEAD_INCHES: Final = 0.5
_BAR_INCHES: Final = 0.24
_TIMELINE_INCHES: Final = 1.6
_NODE_INCHES: Final = 0.5
_NODE_CHARACTERS: Final = 13
"""Characters that fit in a node, of which three fit side by side."""
_BULGE: Final = 0.09
"""The sideways offset of a line between neighbors in one column, in columns."""
_DETOUR: Final = 0.4
"""The offset of such a line that passes other nodes, which reach 0.33 columns to each side."""
_CURVE: Final = (Path.MOVETO, Path.CURVE3, Path.CURVE3)
"""From one end of a line to the other, with a control point between them."""
_ROOM_FOR_TEXT: Final = 1.6
"""How much longer the axis is than its longest bar, to leave room for the bar's text."""
_MAX_LABELS: Final = 10
_LABEL_CHARACTERS: Final = 48
"""Characters that fit below the bars."""
_BAR_CHARACTERS: Final = 24
"""Characters of the label at the left of a bar."""
_RIGHT_TO_LEFT: Final = frozenset(("R", "AL"))
_LEFT_TO_RIGHT_MARK: Final = "\u200e"
_TITLE_CHARACTERS: Final = 44
"""Characters that fit on one line of a title."""


def main() -> None:
    """Draw the chart on standard input, at low priority if that is allowed."""
    with suppress(OSError):
        os.nice(5)
    figure = draw_figure(json.load(sys.stdin))
    figure.savefig(sys.stdout.buffer, format="png", dpi=DPI, facecolor=PANEL)


def draw_figure(chart: dict[str, Any]) -> Figure:
    """Return the figure of a chart in JSON, whose ``kind`` is the name of its class.

    Runs of characters that the font lacks, such as Chinese ones, are drawn as an ellipsis; the
    message with the picture has them in full.
    """
    return _DRAWN[chart["kind"]]({key: _drawable(value) for key, value in chart.items()})


def _drawable(value: object) -> object:
    """Return the JSON value with only those characters that the font has."""
    if isinstance(value, str):
        return "".join(
            "".join(run) if is_known else ELLIPSIS for is_known, run in groupby(value, _has_glyph)
        )
    if isinstance(value, list | tuple):
        return [_drawable(item) for item in value]
    if isinstance(value, dict):
        return {key: _drawable(item) for key, item in value.items()}
    return value


@cache
def _has_glyph(character: str) -> bool:
    return character == "\n" or bool(_font().get_char_index(ord(character)))


@cache
def _font() -> FT2Font:
    """Return the font of all texts."""
    return get_font(findfont(FontProperties()))


def _draw_bars(chart: dict[str, Any]) -> Figure:
    figure = _empty_figure(INCHES[1])
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
    _clear_frame(axes)
    _set_title(axes, chart["title"])
    axes.set_xlabel(chart["caption"], color=INK, fontsize=11, parse_math=False)
    return figure


def _draw_bar_list(chart: dict[str, Any]) -> Figure:
    bars = chart["bars"]
    figure = _empty_figure(_HEAD_INCHES + _BAR_INCHES * len(bars))
    axes = figure.subplots()
    axes.set_facecolor(PANEL)
    places = range(len(bars))
    lengths = [bar["length"] for bar in bars]
    drawn = axes.barh(
        places,
        lengths,
        height=0.74,
        color=[MARKED if bar["marked"] else MUTED for bar in bars],
        edgecolor=PANEL,
        hatch=["///" if bar["marked"] else "" for bar in bars],
        linewidth=0,
    )
    axes.bar_label(drawn, [bar["text"] for bar in bars], padding=4, color=INK, fontsize=10)
    names = [_from_the_left(_shortened(bar["label"], _BAR_CHARACTERS)) for bar in bars]
    labels = axes.set_yticks(places, names)
    for tick in labels:
        tick.label1.set_parse_math(False)
    axes.set_xticks([])
    axes.set_xlim(0, max(*lengths, 1) * _ROOM_FOR_TEXT)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.tick_params(colors=INK, labelsize=10, length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    _set_title(axes, chart["title"], of_figure=True)
    return figure


def _draw_timelines(chart: dict[str, Any]) -> Figure:
    timelines = chart["timelines"]
    figure = _empty_figure(_HEAD_INCHES + _TIMELINE_INCHES * len(timelines))
    rows = figure.subplots(len(timelines), sharex=True, squeeze=False)
    for (axes,), timeline in zip(rows, timelines, strict=True):
        axes.set_facecolor(PANEL)
        times, values = zip(*timeline["points"], strict=True)
        if timeline["is_bars"]:
            widths = [after - before for before, after in pairwise(times)]
            axes.bar(times[:-1], values[1:], widths, align="edge", color=MUTED, edgecolor=PANEL)
        else:
            axes.plot(
                times, values, color=MARKED, linewidth=2.5, marker="o", markersize=4, clip_on=False
            )
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.yaxis.set_major_formatter(EngFormatter(sep=""))
        axes.tick_params(colors=INK, labelsize=10, length=0)
        _clear_frame(axes)
        axes.set_title(timeline["title"], color=INK, fontsize=11, loc="left", parse_math=False)
    axes.set_xticks([at for at, _ in chart["ticks"]], [label for _, label in chart["ticks"]])
    _set_title(rows[0][0], chart["title"], of_figure=True)
    return figure


def _draw_network(chart: dict[str, Any]) -> Figure:
    nodes = chart["nodes"]
    columns: dict[int, list[int]] = {}
    for place, node in enumerate(nodes):
        columns.setdefault(node["column"], []).append(place)
    rows = max(len(column) for column in columns.values())
    figure = _empty_figure(_HEAD_INCHES + _NODE_INCHES * max(rows, 2))
    axes = figure.subplots()
    at = {
        place: (float(number), (rows - len(column)) / 2 + row)
        for number, column in columns.items()
        for row, place in enumerate(column)
    }
    for link in chart["links"]:
        one, other = at[link["one"]], at[link["other"]]
        aside = _aside(one, other)
        middle = ((one[0] + other[0]) / 2 + aside, (one[1] + other[1]) / 2)
        curve = Path((one, (middle[0] + aside, middle[1]), other), _CURVE)
        axes.add_patch(PathPatch(curve, edgecolor=MUTED, facecolor="none", linewidth=2))
        if link["text"]:
            box = {"boxstyle": "round,pad=0.15", "facecolor": PANEL, "edgecolor": "none"}
            _write(axes, middle, link["text"], {"color": INK, "fontsize": 10, "bbox": box})
    for place, node in enumerate(nodes):
        marked = node["marked"]
        frame: dict[str, Any] = {
            "boxstyle": "round,pad=0.35",
            "facecolor": MARKED if marked else GRID,
            "edgecolor": MARKED if marked else MUTED,
            "linewidth": 2 if marked else 1,
        }
        style = {"color": PANEL if marked else INK, "fontsize": 10, "bbox": frame}
        _write(axes, at[place], _shortened(node["label"], _NODE_CHARACTERS), style)
    axes.set_xlim(-0.45, max(*columns, 1) + 0.45)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_axis_off()
    _set_title(axes, chart["title"], of_figure=True)
    return figure


def _aside(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the sideways offset of a line, so that no node between its ends hides it."""
    if one[0] != other[0]:
        return 0
    return _BULGE if abs(one[1] - other[1]) <= 1 else _DETOUR


def _write(axes: Axes, at: tuple[float, float], text: str, style: dict[str, Any]) -> None:
    axes.text(*at, text, ha="center", va="center", parse_math=False, **style)


_DRAWN: Final[Mapping[str, Callable[[dict[str, Any]], Figure]]] = {
    "Chart": _draw_bars,
    "BarList": _draw_bar_list,
    "TimelineChart": _draw_timelines,
    "Network": _draw_network,
}


def _empty_figure(height: float) -> Figure:
    figure = Figure(figsize=(INCHES[0], height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _clear_frame(axes: Axes) -> None:
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)


def _set_title(axes: Axes, title: str, *, of_figure: bool = False) -> None:
    """Set a title above the axes, or above the whole figure from its left edge."""
    shown = _shortened(title, _TITLE_CHARACTERS)
    # An unescaped dollar sign would begin a formula.
    style: dict[str, Any] = {"color": INK, "fontsize": 13, "parse_math": False}
    if of_figure:
        axes.figure.suptitle(shown, x=0.02, ha="left", **style)
    else:
        axes.set_title(shown, loc="left", **style)


def _shortened(text: str, characters: int) -> str:
    return text if len(text) <= characters else f"{text[: characters - 1]}{ELLIPSIS}"


def _from_the_left(label: str) -> str:
    """Return the label so that what stands before a right-to-left name is drawn left of it."""
    is_plain = _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, label))
    return label if is_plain else f"{_LEFT_TO_RIGHT_MARK}{label}"


def _label_count(bars: list[dict[str, Any]]) -> int:
    """Return how many labels fit side by side."""
    longest = max((len(bar["label"]) for bar in bars), default=1)
    return min(_MAX_LABELS, max(2, _LABEL_CHARACTERS // (longest + 2)))


if __name__ == "__main__":
    main()
