"""Draws every dashboard with data of a real Prometheus (``python -m ops.pictures``).

The real bot runs on localcord for two minutes, with slow responses and a lost connection. Grafana
is not needed: matplotlib draws the data of each panel.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from math import cos, pi
from pathlib import Path
from time import monotonic, time
from typing import Final

from localcord import ChannelUser, NotAnswered, Server, Settings
from ops.dashboards import DASHBOARDS
from ops.drawing import Answers, NamedSeries, draw, named
from ops.panels import DashboardSpec, Kind
from ops.ports import reserved_port
from ops.stack import Prometheus, running_prometheus
from ops.traffic_generator import UNHURRIED, play
from tests.e2e.program import run_bot

PICTURES: Final = Path(__file__).parents[1] / "docs/pictures"
LASTS: Final = 120.0
"""Duration of the run in seconds."""
RATE_INTERVAL: Final = "10s"
STEP: Final = 1.0
MOMENTS: Final = frozenset({Kind.NUMBER, Kind.NAME, Kind.BARS})
"""Panels that show a single instant instead of a time range."""


async def main() -> None:
    """Run the load, query Prometheus and draw."""
    with tempfile.TemporaryDirectory() as name, reserved_port() as silent:
        folder = Path(name)
        async with Server(Settings(heartbeat_interval=5)) as discord:
            channel_user = discord.user("Alice").in_(discord.guild("Keep").channel("table"))
            bot = await run_bot(discord, folder, **UNHURRIED)
            nobody = f"127.0.0.1:{silent}"
            async with running_prometheus(folder, f"127.0.0.1:{bot.port}", nobody) as prometheus:
                await prometheus.data_of('up{job="nazh"} == 1')
                await _generate_traffic(discord, channel_user)
                for dashboard_spec in DASHBOARDS:
                    answers = await _ask(prometheus, dashboard_spec)
                    picture = f"dashboard-{dashboard_spec.uid.removeprefix('nazh-')}.png"
                    if any(answers.values()):  # a disabled context has none
                        draw(dashboard_spec, answers, PICTURES / picture)
            await bot.stop()


async def _generate_traffic(discord: Server, channel_user: ChannelUser) -> None:
    troubles: list[tuple[float, Callable[[], object]]] = [
        (0.30, lambda: discord.faults.delay(1.4, "POST", "/interactions/*", times=8)),
        (0.40, lambda: discord.faults.delay(3.5, "POST", "/interactions/*", times=2)),
        (0.55, lambda: discord.faults.too_many_requests("POST", "*", retry_after=0.5, times=4)),
        (0.70, discord.gateway.drop),
    ]
    began, number = monotonic(), 0
    while (progress := (monotonic() - began) / LASTS) < 1:
        if troubles and progress > troubles[0][0]:
            troubles.pop(0)[1]()
        # Interactions lost with the connection are part of the run.
        with suppress(NotAnswered):
            await play(channel_user, number := number + 1)
        # The load varies in waves.
        await asyncio.sleep(0.06 + 0.05 * cos(progress * 6 * pi))


async def _ask(prometheus: Prometheus, dashboard_spec: DashboardSpec) -> Answers:
    """Return the results of each panel's queries by its title, for now or for the whole run."""
    now, answers = time(), {}
    for panel, _ in dashboard_spec.placed():
        named_series = []
        for query in panel.queries:
            expr = query.expr.replace("$__rate_interval", RATE_INTERVAL)
            if panel.kind in MOMENTS:
                series = await prometheus.query(expr)
            else:
                series = await prometheus.query_range(expr, now - LASTS, now, STEP)
            named_series += [
                NamedSeries(named(query.legend, line.labels), line.points) for line in series
            ]
        answers[panel.title] = named_series
    return answers


if __name__ == "__main__":
    if shutil.which("prometheus") is None:
        sys.exit("These pictures need Prometheus: apt-get install prometheus.")
    asyncio.run(main())
