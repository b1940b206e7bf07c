"""``python -m ops.pictures``: draw every dashboard from what a real Prometheus answers.

The real bot plays two minutes on localcord, with a slow spell and a lost line in between. What is
drawn is the data of each panel, by matplotlib: Grafana is not needed, and would look otherwise.
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
from ops.drawing import Answers, RedisClient, draw, named
from ops.panels import DashboardSpec, Kind
from ops.stack import Prometheus, reserved_port, running_prometheus
from ops.traffic_generator import UNHURRIED, play
from tests.e2e.program import run_bot

PICTURES: Final = Path(__file__).parents[1] / "docs/pictures"
LASTS: Final = 120.0
"""Seconds of the evening."""
RATE_INTERVAL: Final = "10s"
STEP: Final = 1.0
MOMENTS: Final = frozenset({Kind.NUMBER, Kind.NAME, Kind.BARS})
"""Panels that show one moment, and not a course."""


async def main() -> None:
    """Play, ask, draw."""
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
                    draw(
                        dashboard_spec,
                        answers,
                        PICTURES / f"dashboard-{dashboard_spec.uid.removeprefix('nazh-')}.png",
                    )
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
        # What a lost line swallows is part of the evening.
        with suppress(NotAnswered):
            await play(channel_user, number := number + 1)
        # Players come and go in waves.
        await asyncio.sleep(0.06 + 0.05 * cos(progress * 6 * pi))


async def _ask(prometheus: Prometheus, dashboard_spec: DashboardSpec) -> Answers:
    """Return the answers of each panel's queries, by its title: of now, or of the whole evening."""
    now, answers = time(), {}
    for panel, _ in dashboard_spec.placed():
        found = []
        for query in panel.queries:
            expr = query.expr.replace("$__rate_interval", RATE_INTERVAL)
            if panel.kind in MOMENTS:
                series = await prometheus.query(expr)
            else:
                series = await prometheus.query_range(expr, now - LASTS, now, STEP)
            found += [RedisClient(named(query.legend, one.labels), one.points) for one in series]
        answers[panel.title] = found
    return answers


if __name__ == "__main__":
    if shutil.which("prometheus") is None:
        sys.exit("These pictures need Prometheus: apt-get install prometheus.")
    asyncio.run(main())
