"""What everybody promises who draws charts (nazh.application.shared.charts)."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.charts.processes import ChartProcesses
from nazh.application.shared.charts import Bar, Chart, Charts
from tests.doubles.charts import SIGNATURE, PaintedCharts

CHART = Chart("1d2", "", (Bar("1", 500), Bar("2", 500, marked=True)), "Bars of 1d2", level=500)


@pytest.mark.parametrize(
    "charts",
    [pytest.param(ChartProcesses(patience=60), marks=pytest.mark.slow), PaintedCharts()],
    ids=["processes", "painted"],
)
async def test_a_chart_becomes_a_png(charts: Charts) -> None:
    picture = await charts.draw(CHART)

    assert picture is not None
    assert picture.startswith(SIGNATURE)


@pytest.mark.parametrize(
    "charts",
    [ChartProcesses("nazh.nothing_here", patience=60), PaintedCharts(hand=False)],
    ids=["processes", "painted"],
)
async def test_what_cannot_be_drawn_is_nothing(charts: Charts) -> None:
    assert await charts.draw(CHART) is None
