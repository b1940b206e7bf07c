"""Draws dashboards with matplotlib, with real data but without Grafana's design."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from ops.panels import COLUMNS, DashboardSpec, Kind, Panel

CAVEAT: Final = (
    "Drawn by matplotlib from a Prometheus that scraped the real bot for two minutes on "
    "localcord. Grafana shows the same data in its own design."
)
_INK, _PALE, _GOOD, _WARNING, _BAD = "#1f2328", "#6e7781", "#1a7f37", "#9a6700", "#cf222e"
_COLOURS: Final = ("#0969da", "#bf8700", "#8250df", "#1a7f37", "#cf222e", "#57606a")
_CELL: Final = (0.5, 0.37)
"""Width and height of a grid cell in inches."""
_HEAD, _FOOT = 0.55, 0.35
"""Inches above and below the panels."""
_NAMES: Final = 0.11
"""Share of the width for the names of bars."""


_MAX_NAMES: Final = 6
"""Lines in a legend."""


@dataclass(frozen=True, slots=True)
class NamedSeries:
    """A query result with its name and pairs of an instant and a value."""

    name: str
    points: tuple[tuple[float, float], ...]


Answers = Mapping[str, Sequence[NamedSeries]]
"""Query results by panel title."""


def named(legend: str, labels: Mapping[str, str]) -> str:
    """Return a legend with its ``{{label}}`` filled in, as Grafana does."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: labels.get(match[1], ""), legend).strip()


def draw(dashboard_spec: DashboardSpec, answers: Answers, picture: Path) -> None:
    """Draw every panel of a dashboard at its position."""
    mpl.rcParams.update({"font.size": 8, "text.color": _INK, "axes.edgecolor": "#d0d7de"})
    rows = sum(row.height for row in dashboard_spec.rows)
    width, height = COLUMNS * _CELL[0], rows * _CELL[1] + _HEAD + _FOOT
    figure = Figure(figsize=(width, height), dpi=100, facecolor="white")
    figure.text(0.012, 1 - 0.3 / height, dashboard_spec.title, size=14, weight="bold", va="center")
    figure.text(
        0.988, 1 - 0.3 / height, dashboard_spec.description, color=_PALE, va="center", ha="right"
    )
    figure.text(0.012, 0.14 / height, CAVEAT, size=7, color=_PALE, va="center")
    for panel, place in dashboard_spec.placed():
        top = 1 - (_HEAD + place.y * _CELL[1]) / height
        axes = figure.add_axes((
            place.x / COLUMNS + 0.038 + (_NAMES if panel.kind is Kind.BARS else 0),
            top - (place.h * _CELL[1] - 0.22) / height,
            place.w / COLUMNS - 0.05 - (_NAMES if panel.kind is Kind.BARS else 0),
            (place.h * _CELL[1] - 0.62) / height,
        ))  # fmt: skip
        figure.text(
            place.x / COLUMNS + 0.012, top - 0.16 / height, panel.title, weight="bold", va="center"
        )
        _fill(axes, panel, answers[panel.title])
    figure.savefig(picture, metadata={"Software": None}, pil_kwargs={"optimize": True})


def written(value: float, panel: Panel) -> str:
    """Return a value formatted in the panel's unit."""
    if not isfinite(value):
        return "no data"
    if dict(panel.words).get(f"{value:g}"):
        return dict(panel.words)[f"{value:g}"]
    match panel.unit:
        case "percentunit":
            return f"{value * 100:.{panel.decimals or 0}f}%"
        case "bytes":
            return f"{value / 2**20:.0f} MiB"
        case "s" if abs(value) >= 60:
            return f"{value / 60:.1f} min"
        case "s" if abs(value) < 1:
            return f"{value * 1000:.3g} ms"
        case "s":
            return f"{value:.3g} s"
        case _:
            return f"{value:,.0f}" if value >= 100 or panel.decimals == 0 else f"{value:.3g}"


def _fill(axes: Axes, panel: Panel, lines: Sequence[NamedSeries]) -> None:
    match panel.kind:
        case Kind.NUMBER | Kind.NAME:
            _number(axes, panel, lines)
        case Kind.BARS:
            _bars(axes, panel, lines)
        case Kind.LINES | Kind.STACK:
            _course(axes, panel, lines)


def _number(axes: Axes, panel: Panel, lines: Sequence[NamedSeries]) -> None:
    axes.axis("off")
    value = lines[0].points[-1][1] if lines else float("nan")
    text = lines[0].name if panel.kind is Kind.NAME and lines else written(value, panel)
    size = 22 if len(text) < 9 else 13
    axes.text(0.4, 0.5, text, size=size, color=_colour(panel, value), va="center", ha="center")


def _colour(panel: Panel, value: float) -> str:
    if panel.kind is Kind.NAME:
        return _INK
    if not isfinite(value):
        return _PALE
    if panel.warn_below is not None and (panel.good_from or 0) <= value < panel.warn_below:
        return _WARNING
    if panel.good_from is not None:
        return _GOOD if value >= panel.good_from else _BAD
    return _BAD if panel.bad_from is not None and value >= panel.bad_from else _GOOD


def _bars(axes: Axes, panel: Panel, lines: Sequence[NamedSeries]) -> None:
    values = [line.points[-1][1] for line in lines]
    axes.barh([line.name for line in lines], values, color=_COLOURS[0], height=0.6)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    for number, value in enumerate(values):
        axes.text(value, number, f" {written(value, panel)}", va="center")
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)


def _course(axes: Axes, panel: Panel, lines: Sequence[NamedSeries]) -> None:
    newest = max((line.points[-1][0] for line in lines), default=0.0)
    courses = {
        line.name: [(at - newest, value) for at, value in line.points if isfinite(value)]
        for line in lines
    }
    named = _most_prominent(courses)
    for number, (name, points) in enumerate(courses.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        instants, values = [at for at, _ in points], [value for _, value in points]
        axes.plot(instants, values, color=colour, linewidth=1.5)
        if name in named:
            axes.lines[-1].set_label(name)
    highest = max((value for points in courses.values() for _, value in points), default=1.0)
    axes.set_ylim(0, (panel.most or highest) * 1.15 or 1)
    if panel.bad_from is not None and panel.bad_from < axes.get_ylim()[1]:
        axes.axhline(panel.bad_from, color=_BAD, linestyle="--", linewidth=1)
    axes.yaxis.set_major_locator(
        FixedLocator([float(value) for value, _ in panel.words]) if panel.words else MaxNLocator(4)
    )
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value, panel)))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:.0f} s"))
    axes.grid(color="#eaeef2")
    axes.tick_params(length=0, labelsize=6.5, colors=_PALE)
    if named:
        left_out = len(courses) - len(named)
        title = f"the highest of {len(courses)}" if left_out else None
        axes.legend(
            loc="upper left",
            fontsize=6.5,
            title=title,
            title_fontsize=6.5,
            frameon=False,
            ncols=3,
            borderpad=0,
            alignment="left",
        )


def _most_prominent(courses: Mapping[str, Sequence[tuple[float, float]]]) -> frozenset[str]:
    """Return the names that fit into the legend: those of the highest lines above 0."""
    if len(courses) <= _MAX_NAMES:
        return frozenset(courses)
    peaks = {name: max((v for _, v in points), default=0.0) for name, points in courses.items()}
    high = sorted((name for name, peak in peaks.items() if peak > 0), key=lambda name: -peaks[name])
    return frozenset(high[:_MAX_NAMES])
