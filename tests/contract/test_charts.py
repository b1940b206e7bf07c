"""Tests the contract of chart renderers (nazh.application.shared.charts)."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.charts.subprocesses import SubprocessChartRenderer
from nazh.application.shared.charts import (
    AnyChart,
    Bar,
    BarList,
    Chart,
    ChartRenderer,
    Link,
    ListedBar,
    Network,
    Node,
    Timeline,
    TimelineChart,
)
from tests.doubles.charts import SIGNATURE, FakeChartRenderer

CHART = Chart("1d2", "", (Bar("1", 500), Bar("2", 500, marked=True)), "Bars of 1d2", level=500)


LIST = BarList("Boards", (ListedBar("1. $A_1", 9, "9"), ListedBar("2. B", 0, "−4", True)), "Rows")
LINES = TimelineChart(
    "Aurelia",
    (Timeline("Power", ((0, 320), (86_400, 500))), Timeline("Income", ((0, 0), (86_400, 7)), True)),
    ((0, "01-01"), (86_400, "01-02")),
    "Power of Aurelia",
)


NETWORK = Network(
    "Weeks allied: $A_1",
    (Node("$A_1", 0, True), Node("B", 1), Node("C", 1), Node("D", 2)),
    (Link(0, 1, "3"), Link(0, 2), Link(1, 2, "0"), Link(2, 3, "12")),
    "Alliances",
)


@pytest.mark.parametrize(
    "chart", [CHART, LIST, LINES, NETWORK], ids=["bars", "list", "timelines", "network"]
)
@pytest.mark.parametrize(
    "charts",
    [
        pytest.param(SubprocessChartRenderer(timeout=60), marks=pytest.mark.slow),
        FakeChartRenderer(),
    ],
    ids=["processes", "painted"],
)
async def test_a_chart_becomes_a_png(charts: ChartRenderer, chart: AnyChart) -> None:
    picture = await charts.draw(chart)

    assert picture is not None
    assert picture.startswith(SIGNATURE)


@pytest.mark.parametrize(
    "charts",
    [SubprocessChartRenderer("nazh.nothing_here", timeout=60), FakeChartRenderer(can_draw=False)],
    ids=["processes", "painted"],
)
async def test_an_undrawable_chart_is_none(charts: ChartRenderer) -> None:
    assert await charts.draw(CHART) is None
