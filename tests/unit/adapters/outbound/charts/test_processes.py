"""Charts are drawn in processes of their own, and what goes wrong there costs a picture only."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from nazh.adapters.outbound.charts.processes import AT_ONCE, WAITING, ChartProcesses
from nazh.application.shared.charts import Bar, Chart

CHART = Chart(
    "Fire $damage$: 1d20+5 vs 15",
    "55 % against 15",
    tuple(Bar(str(total), 50, total >= 15) for total in range(6, 26)),
    "Bars of 1d20+5",
)


@pytest.mark.slow
async def test_a_chart_becomes_a_picture_that_a_phone_can_show() -> None:
    picture = await ChartProcesses(patience=60).draw(CHART)

    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (960, 640)
    assert len(picture) < 200_000


async def test_a_process_that_crashes_draws_nothing() -> None:
    assert await ChartProcesses("nazh.nothing_here", patience=60).draw(CHART) is None


async def test_a_process_that_hangs_is_ended() -> None:
    assert await ChartProcesses("http.server", patience=0.05).draw(CHART) is None


async def test_nobody_waits_in_a_long_queue() -> None:
    charts = ChartProcesses("http.server", patience=0.2)

    asked = [asyncio.create_task(charts.draw(CHART)) for _ in range(AT_ONCE + WAITING)]
    await asyncio.sleep(0)
    assert await asyncio.wait_for(charts.draw(CHART), 0.1) is None

    assert await asyncio.gather(*asked) == [None] * len(asked)


def test_nothing_that_draws_is_imported_for_a_roll_or_for_the_bot() -> None:
    program = (
        "import sys, nazh.bootstrap, nazh.__main__; nazh.__main__.new_program();"
        "print([name for name in ('matplotlib', 'numpy', 'mpmath') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert told.stdout.strip() == b"[]"
