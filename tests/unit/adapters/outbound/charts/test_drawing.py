"""Tests the drawn figures."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import pytest

from nazh.adapters.outbound.charts.drawing import draw_figure
from nazh.application.shared.charts import Bar, BarList, Chart, ListedBar

pytestmark = pytest.mark.slow


def _as_json(chart: Chart) -> dict[str, Any]:
    return {"kind": "Chart", **asdict(chart)}


def test_numbers_at_the_axis_are_written_as_the_reader_writes_them() -> None:
    bars = (Bar("70", 11), Bar("71", 4))
    chart = Chart("20d6", "", bars, "", decimal_sign=",", percent_format="{percent} %")

    figure = draw_figure(_as_json(chart))

    figure.canvas.draw()
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert "0,2 %" in labels
    assert not any("." in label for label in labels)


@pytest.mark.parametrize("label", ["{0}", "{0} – {0}", "1{0}00 – 1{0}49"])
def test_no_label_stands_on_another(label: str) -> None:
    bars = tuple(Bar(label.format(10 + number), 20) for number in range(40))

    figure = draw_figure(_as_json(Chart("20d1000", "", bars, "")))

    figure.canvas.draw()
    places = [one.get_window_extent() for one in figure.axes[0].get_xticklabels()]
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


def test_charts_are_drawn_without_permission_to_lower_the_priority() -> None:
    # The unit forbids systemd's @resources, which includes this call.
    refused = (
        "import os\n"
        "def nice(by):\n"
        "    raise PermissionError\n"
        "os.nice = nice\n"
        "from nazh.adapters.outbound.charts.drawing import main\n"
        "main()\n"
    )
    asked = json.dumps(_as_json(Chart("1d2", "", (Bar("1", 500),), ""))).encode()

    drawing = (sys.executable, "-c", refused)
    environment = subprocess.run(drawing, input=asked, capture_output=True, check=False)

    assert environment.stdout.startswith(b"\x89PNG"), environment.stderr.decode()
