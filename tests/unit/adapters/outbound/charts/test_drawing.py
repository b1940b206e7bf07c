"""Tests that figures show what they should, and that it can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO, StringIO
from itertools import combinations, pairwise
from statistics import mean
from typing import Any, Final

import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text

from nazh.adapters.outbound.charts.drawing import MARKED, PANEL, draw_figure, main
from nazh.application.shared.charts import (
    AnyChart,
    Bar,
    BarList,
    Chart,
    Link,
    ListedBar,
    Network,
    Node,
    Timeline,
    TimelineChart,
)

DAY: Final = 86_400
HOSTILE: Final = r"$\wrong$"
"""Part of a name. It is no formula: drawing fails if it is read as one."""
KINGDOM: Final = "United Kingdom of Aurelia"
BARS: Final = Chart(
    f"1d20 {HOSTILE}",
    f"30% against 15 {HOSTILE}",
    tuple(Bar(str(total), 30 + total, total >= 15) for total in range(1, 21)),
    "",
    level=25,
)
LIST: Final = BarList(
    f"Power of {HOSTILE}",
    tuple(
        ListedBar(f"{place}. {HOSTILE} {KINGDOM}", 10_000 - 500 * place, f"{place} k", place == 2)
        for place in range(1, 16)
    ),
    "",
)
EMPTY_LIST: Final = BarList("Power", (ListedBar(f"1. {KINGDOM}", 0, "−40"),), "")
LINES: Final = TimelineChart(
    f"Kingdom of {HOSTILE}",
    (
        Timeline(f"Power {HOSTILE}", tuple((DAY * day, 1_300 + day % 3) for day in range(30))),
        Timeline("Income", ((0, 0), (DAY, 1), (7 * DAY, 0), (29 * DAY, 2)), is_bars=True),
    ),
    tuple((DAY * day, f"01-{day + 1:02}") for day in range(0, 30, 6)),
    "",
)
NETWORK: Final = Network(
    f"Weeks allied: {HOSTILE}",
    (
        Node(f"{HOSTILE} own", 0, True),
        *(Node(f"ally {place} {KINGDOM}", 1) for place in range(4)),
        *(Node(f"far {place} {KINGDOM}", 2) for place in range(3)),
    ),
    (
        *(Link(0, place, str(place)) for place in range(1, 5)),
        *(Link(1, 3, "13"), Link(2, 3), Link(3, 4, "9"), Link(4, 2, "42")),
        *(Link(1, 5, "5"), Link(4, 7, "7"), Link(5, 7, "57")),
    ),
    "",
)
PAIR: Final = Network("Weeks", (Node(KINGDOM, 0, True), Node(KINGDOM, 1)), (Link(0, 1, "3"),), "")
CHARTS: Final[dict[str, AnyChart]] = {
    "bars": BARS,
    "list": LIST,
    "empty list": EMPTY_LIST,
    "timelines": LINES,
    "network": NETWORK,
    "pair": PAIR,
}


def _as_json(chart: AnyChart) -> dict[str, Any]:
    return {"kind": type(chart).__name__, **asdict(chart)}


def _drawn(chart: AnyChart) -> Figure:
    figure = draw_figure(_as_json(chart))
    figure.canvas.draw()
    return figure


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return {name: _drawn(chart) for name, chart in CHARTS.items()}


def _texts(figure: Figure) -> Iterator[Text]:
    """Yield the texts that are seen; those of ticks outside of the axes are not."""
    unseen: set[Text] = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = axis.get_major_ticks()
            at: dict[Text, Any] = {tick.label1: tick.get_loc() for tick in ticks}
            unseen |= {text for text, place in at.items() if not low <= place <= high}
    for text in figure.findobj(lambda artist: isinstance(artist, Text)):
        assert isinstance(text, Text)
        if text.get_text() and text.get_visible() and text not in unseen:
            yield text


def _extent(text: Text) -> tuple[float, float, float, float]:
    """Return the left, lower, right and upper end of a text and its frame, in dots."""
    left, low, right, high = (text.get_bbox_patch() or text).get_window_extent().extents
    return left, low, right, high


def _contrast(one: Any, other: Any) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2 defines it."""

    def luminance(color: Any) -> float:
        parts = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color))
        return sum(part * by for part, by in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _background(axes: Axes | None) -> Any:
    return axes.get_facecolor() if axes is not None and axes.axison else PANEL


def _rectangles(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def _points(line: Line2D) -> list[tuple[float, float]]:
    points: Any = line.get_xydata()
    return [(x, y) for x, y in points]


def _marks(patches: list[Rectangle]) -> list[bool]:
    """Return which patches are marked, both by their color and by hatching."""
    by_color = [to_rgb(patch.get_facecolor()) == to_rgb(MARKED) for patch in patches]
    assert [bool(patch.get_hatch()) for patch in patches] == by_color
    return by_color


@pytest.mark.parametrize("kind", CHARTS)
def test_every_text_is_in_the_picture_and_none_overlap(
    kind: str, figures: dict[str, Figure]
) -> None:
    figure = figures[kind]

    places = {f"{text.get_text()} {id(text)}": _extent(text) for text in _texts(figure)}

    width, height = figure.get_size_inches() * figure.dpi
    outside = [
        text
        for text, (left, low, right, high) in places.items()
        if not (0 <= left < right <= width and 0 <= low < high <= height)
    ]
    on_another = [
        (one, other)
        for (one, a), (other, b) in combinations(places.items(), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert (outside, on_another) == ([], [])


@pytest.mark.parametrize("kind", CHARTS)
def test_texts_bars_and_lines_differ_from_their_background(
    kind: str, figures: dict[str, Figure]
) -> None:
    figure = figures[kind]

    for text in _texts(figure):
        frame = text.get_bbox_patch()
        # Titles and labels are outside of the axes.
        behind = PANEL if frame is None else frame.get_facecolor()
        assert _contrast(text.get_color(), behind) > 4.5, text
        assert float(text.get_fontsize()) >= 10
    for axes in figure.axes:
        colors = [bar.get_facecolor() for bar in _rectangles(axes)]
        colors += [line.get_color() for line in axes.lines]
        colors += [patch.get_edgecolor() for patch in axes.patches if isinstance(patch, PathPatch)]
        for color in colors:
            assert _contrast(color, _background(axes)) > 3


def test_bars_are_as_high_as_their_chances(figures: dict[str, Figure]) -> None:
    (axes,) = figures["bars"].axes

    bars = _rectangles(axes)
    assert [bar.get_height() for bar in bars] == [(30 + total) / 10 for total in range(1, 21)]
    assert {bar.get_y() for bar in bars} == {0}
    assert _marks(bars) == [bar.marked for bar in BARS.bars]
    assert axes.get_ylabel() == ""
    (level,) = axes.lines
    assert _points(level) == [(0, 2.5), (1, 2.5)]
    assert (axes.get_title("left"), axes.get_xlabel()) == (BARS.title, BARS.caption)


def test_a_chart_without_a_level_has_no_line() -> None:
    assert not _drawn(Chart("", "", (Bar("1", 1_000),), "")).axes[0].lines


@pytest.mark.parametrize(("count", "every"), [(1, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_bars_are_labelled_at_even_distances(count: int, every: int) -> None:
    bars = tuple(Bar(str(total), 20) for total in range(1, count + 1))

    axes = _drawn(Chart("", "", bars, "")).axes[0]

    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == [str(total) for total in range(1, count + 1, every)]
    middles = [bar.get_x() + bar.get_width() / 2 for bar in _rectangles(axes)][::every]
    assert list(axes.get_xticks()) == pytest.approx(middles)


def test_listed_bars_are_stacked_with_their_texts(figures: dict[str, Figure]) -> None:
    figure = figures["list"]
    (axes,) = figure.axes

    bars = _rectangles(axes)
    assert [bar.get_width() for bar in bars] == [bar.length for bar in LIST.bars]
    assert {bar.get_x() for bar in bars} == {0}
    assert _marks(bars) == [bar.marked for bar in LIST.bars]
    assert figure.get_suptitle() == LIST.title
    rows = zip(axes.get_yticklabels(), bars, axes.texts, LIST.bars, strict=True)
    edge = figure.get_size_inches()[1] * figure.dpi
    for label, bar, text, listed in rows:
        name = label.get_text()
        assert len(name) == 24
        assert listed.label.startswith(name.removesuffix("…"))
        assert text.get_text() == listed.text
        extents = (_extent(label), bar.get_window_extent().extents, _extent(text))
        assert all(left[2] < right[0] for left, right in pairwise(extents))
        middles = [(low + high) / 2 for _, low, _, high in extents]
        assert max(middles) - min(middles) < 2
        assert max(middles) < edge
        edge = min(low for _, low, _, _ in extents)


def test_values_over_time_are_drawn_at_their_time(figures: dict[str, Figure]) -> None:
    power, income = figures["timelines"].axes

    (line,) = power.lines
    assert _points(line) == [*LINES.timelines[0].points]
    bars = [(b.get_x(), b.get_x() + b.get_width(), b.get_height()) for b in _rectangles(income)]
    assert bars == [(0, DAY, 1), (DAY, 7 * DAY, 0), (7 * DAY, 29 * DAY, 2)]
    assert power.get_xlim() == income.get_xlim()
    assert [axis.get_title("left") for axis in (power, income)] == [f"Power {HOSTILE}", "Income"]
    for axes in (power, income):
        assert axes.get_ylim()[0] == 0
    ticks = [(tick.get_loc(), tick.label1.get_text()) for tick in income.xaxis.get_major_ticks()]
    assert ticks == [*LINES.ticks]
    assert [text.get_text() for text in income.get_yticklabels()] == ["0", "1", "2", "3"]
    assert "1.2k" in [text.get_text() for text in power.get_yticklabels()]


def _places_of_nodes(axes: Axes) -> list[tuple[float, float]]:
    return [text.get_position() for text in axes.texts[-len(NETWORK.nodes) :]]


def test_nodes_of_a_network_are_in_centered_columns(figures: dict[str, Figure]) -> None:
    (axes,) = figures["network"].axes

    columns: dict[int, list[float]] = {}
    for node, (x, y) in zip(NETWORK.nodes, _places_of_nodes(axes), strict=True):
        assert x == node.column
        columns.setdefault(node.column, []).append(y)
    assert {mean(column) for column in columns.values()} == {1.5}
    steps = {below - above for column in columns.values() for above, below in pairwise(column)}
    assert steps == {1}
    left, right = axes.get_xlim()
    assert left < right
    bottom, top = axes.get_ylim()
    assert bottom > top  # the first row is the upper one


def test_links_join_their_nodes_around_others_and_say_their_text_on_the_way(
    figures: dict[str, Figure],
) -> None:
    (axes,) = figures["network"].axes
    at = _places_of_nodes(axes)
    frames = [_extent(node_text) for node_text in axes.texts[-len(NETWORK.nodes) :]]
    texts = iter(axes.texts)

    lines = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
    for line, link in zip(lines, NETWORK.links, strict=True):
        path: Any = line.get_path()
        assert [tuple(path.vertices[end]) for end in (0, -1)] == [at[link.one], at[link.other]]
        (drawn,) = path.to_polygons(line.get_transform(), closed_only=False)
        others = [
            frame for place, frame in enumerate(frames) if place not in (link.one, link.other)
        ]
        assert not any(_is_crossed(other, drawn) for other in others)
        if link.text:
            text = next(texts)
            assert text.get_text() == link.text
            assert _is_crossed(_extent(text), drawn)


def _is_crossed(extent: tuple[float, float, float, float], drawn: Any) -> bool:
    """Whether one of many points of a line is in an area."""
    left, low, right, high = extent
    points: Any = Path(drawn).interpolated(20).vertices
    return any(left < x < right and low < y < high for x, y in points)


def test_the_own_node_of_a_network_is_marked(figures: dict[str, Figure]) -> None:
    (axes,) = figures["pair"].axes
    *_, own, other = axes.texts

    frames = [node.get_bbox_patch() for node in (own, other)]
    colors = [frame is not None and to_rgb(frame.get_facecolor()) for frame in frames]
    assert [color == to_rgb(MARKED) for color in colors] == [True, False]


def test_numbers_at_the_axis_are_written_as_the_reader_writes_them() -> None:
    bars = (Bar("70", 11), Bar("71", 4))
    chart = Chart("20d6", "", bars, "", decimal_sign=",", percent_format="{percent} %")

    figure = draw_figure(_as_json(chart))

    figure.canvas.draw()
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert "0,2 %" in labels
    assert not any("." in label for label in labels)


@pytest.mark.parametrize("label", ["{0}", "{0} – {0}", "1{0}00 – 1{0}49"])
def test_no_label_overlaps_another(label: str) -> None:
    bars = tuple(Bar(label.format(10 + number), 20) for number in range(40))

    figure = draw_figure(_as_json(Chart("20d1000", "", bars, "")))

    figure.canvas.draw()
    places = [label.get_window_extent() for label in figure.axes[0].get_xticklabels()]
    assert len(places) > 1
    assert all(left.x1 < right.x0 for left, right in pairwise(places))


@pytest.mark.filterwarnings("error")  # matplotlib warns of a missing glyph
def test_names_that_the_font_lacks_are_shortened_to_an_ellipsis() -> None:
    names = ("Łódź № 5", "東京", "Neu 大阪 Süd", "서울🏯")
    bars = tuple(
        ListedBar(f"{place} · {name}", 9, "9", marked=False) for place, name in enumerate(names, 1)
    )

    figure = draw_figure({"kind": "BarList", **asdict(BarList("東京 $x$", bars, ""))})

    figure.canvas.draw()
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["1 · Łódź № 5", "2 · …", "3 · Neu … Süd", "4 · …"]
    assert figure.get_suptitle() == "… $x$"


@pytest.mark.parametrize("is_allowed", [True, False])
def test_a_picture_is_written_as_png_at_low_priority_if_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], is_allowed: bool
) -> None:
    increments: list[int] = []

    def nice(increment: int) -> int:
        # The unit forbids systemd's @resources, which includes this call.
        if not is_allowed:
            raise PermissionError
        increments.append(increment)
        return increment

    monkeypatch.setattr("os.nice", nice)
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(_as_json(BARS))))

    main()

    picture = imread(BytesIO(capsysbinary.readouterr().out), format="png")
    assert picture.shape[:2] == (640, 960)
    assert tuple(picture[0, 0][:3]) == pytest.approx(to_rgb(PANEL), abs=0.01)
    assert all(by > 0 for by in increments)
    assert bool(increments) is is_allowed


@pytest.mark.parametrize("name", ["ירושלים", "القدس"])
def test_the_place_of_a_name_that_is_read_from_the_right_is_left_of_it(name: str) -> None:
    bars = (ListedBar(f"1. {name}", 9, "9"), ListedBar("2. Aurelia", 9, "9"))

    figure = draw_figure({"kind": "BarList", **asdict(BarList("Power", bars, ""))})

    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == [f"\N{LEFT-TO-RIGHT MARK}1. {name}", "2. Aurelia"]
