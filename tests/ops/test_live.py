"""Tests panels and alerts with a real Prometheus that scrapes the real bot."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from math import isfinite
from pathlib import Path
from typing import TypedDict

import pytest
import pytest_asyncio
from aiohttp import web

from localcord import Channel, Person, Server, Settings
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.adapters.outbound.metrics.previous_names import WithPreviousNames
from nazh.domain.keep.consoles.passwords import Password
from ops.dashboards import DASHBOARDS
from ops.panels import DashboardSpec, Panel
from ops.sample_registry import sample_registry
from ops.stack import (
    Prometheus,
    Series,
    alertmanager_command,
    running_alertmanager,
    running_prometheus,
    until,
)
from ops.traffic_generator import UNHURRIED, play
from tests.e2e.program import Program, run_bot
from tests.e2e.test_faces import supervised, write_face
from tests.external_services import absent

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
MANAGER = 0x8000_0000 | 0xC00 | 1 << 5
SECRET = "correct horse battery"
LOG_LINES = "2026.06.25_18.10.00: Pebble (Ash): hello everyone\nsomething else\n"
OF_SUPERVISOR = "nazh_keep_face_"
"""The prefix of metrics of ``nazh keep faces``, which is not the bot."""
# Discord has a long deadline, so that slow responses do not stop the users.
SLOW_DISCORD = Settings(heartbeat_interval=1, answer_within=60)
PANELS = [
    (dashboard_spec, panel) for dashboard_spec in DASHBOARDS for panel, _ in dashboard_spec.placed()
]


class Alert(TypedDict):
    status: str
    labels: dict[str, str]
    annotations: dict[str, str]


class Notice(TypedDict):
    alerts: list[Alert]


@dataclass(frozen=True, slots=True)
class AlertReceiver:
    """A webhook and the alerts it received."""

    address: str
    alert_received: list[Alert]


@dataclass(frozen=True, slots=True)
class LiveStack:
    """A bot, its Prometheus, and an alert receiver."""

    discord: Server
    bot: Program
    prometheus: Prometheus
    alert_receiver: AlertReceiver


@asynccontextmanager
async def running_alert_receiver() -> AsyncIterator[AlertReceiver]:
    alert_received: list[Alert] = []

    async def ring(request: web.Request) -> web.Response:
        notice: Notice = await request.json()
        alert_received.extend(notice["alerts"])
        return web.Response()

    app = web.Application()
    app.router.add_post("/phone", ring)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    try:
        yield AlertReceiver(f"http://{host}:{port}", alert_received)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def players_at(channel: Channel, player: Person) -> AsyncIterator[None]:
    async def go_on() -> None:
        for number in count():
            await play(player.in_(channel), number)

    playing = asyncio.create_task(go_on())
    try:
        yield
    finally:
        playing.cancel()
        await asyncio.wait([playing])


@asynccontextmanager
async def a_game_server(channel: Channel, manager: Person, log: Path) -> AsyncIterator[None]:
    """Add a simulated game server, run commands in its console, and write its log."""
    game = SimulatedArk(Password(SECRET))
    port = await game.start("127.0.0.1", 0)
    assert channel.guild is not None
    manager.set_permissions(channel.guild, MANAGER)
    there = manager.in_(channel)
    form = (await there.slash("server add", game="ark_asa")).modal
    values = {"name": "Island", "host": "127.0.0.1", "port": str(port), "password": SECRET}
    await manager.submit(form, values)

    async def go_on() -> None:
        while True:
            await there.slash("console run", server="Island", command="ListPlayers")
            append(log, LOG_LINES)

    running = asyncio.create_task(go_on())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])
        await game.stop()


def append(log: Path, lines: str) -> None:
    with log.open("a") as file:
        file.write(lines)


@asynccontextmanager
async def live_stack_in(folder: Path) -> AsyncIterator[LiveStack]:
    if shutil.which("prometheus") is None or alertmanager_command() is None:
        absent("prometheus", "Prometheus and Alertmanager are not both installed.")
    async with Server(SLOW_DISCORD) as discord, running_alert_receiver() as alert_receiver:
        table, player = discord.guild("Keep").channel("table"), discord.user("Alice")
        contexts = {
            "NAZH_CONTEXTS": "dice,dominion,keep",
            "NAZH_KEEP_NETWORKS": "127.0.0.0/8",
            "NAZH_KEEP_LOGS": f"1={folder}/ShooterGame.log",
            "NAZH_DATABASE_URL": f"sqlite:///{folder}/nazh.sqlite3",
        }
        bot = await run_bot(discord, folder, **UNHURRIED, **contexts)
        write_face(folder / "faces", "misconfigured", discord, "NAZH_CONTEXTS=none")
        try:
            async with (
                supervised(discord, folder / "faces") as faces,
                running_alertmanager(folder, alert_receiver.address) as alertmanager,
                running_prometheus(
                    folder, f"127.0.0.1:{bot.port}", alertmanager, f"127.0.0.1:{faces.port}"
                ) as prometheus,
                players_at(table, player),
                a_game_server(table, discord.user("Carol"), folder / "ShooterGame.log"),
            ):
                yield LiveStack(discord, bot, prometheus, alert_receiver)
        finally:
            bot.kill()
            await bot.ended()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def live_stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveStack]:
    async with live_stack_in(tmp_path_factory.mktemp("night")) as shared:
        yield shared


async def test_a_bot_that_plays_is_seen_to_be_well(live_stack: LiveStack) -> None:
    for claim in (
        "nazh_ready == 1",
        "nazh_guilds == 1",
        "nazh:gateway_healthy:all_shards == 1",
        "nazh_draining == 0",
    ):
        await live_stack.prometheus.data_of(claim)


async def test_the_catalogue_lists_all_exported_metrics(live_stack: LiveStack) -> None:
    first_answered = 'nazh_interaction_response_seconds_count{command="roll"}'
    metrics = await live_stack.bot.metrics_when(
        lambda now: {first_answered, "nazh_guilds"} <= now.keys()
    )
    exported = {
        (name.split("{")[0], label)
        for name in metrics
        for label in re.findall(r'(\w+)="', name) or [""]
        if label != "le"
    }

    known = {
        (sample.name, label)
        for family in WithPreviousNames(sample_registry()).collect()
        for sample in family.samples
        for label in sample.labels or [""]
        if label != "le" and not sample.name.startswith(OF_SUPERVISOR)
    }
    assert exported == known


@pytest.mark.parametrize(
    ("dashboard_spec", "panel"),
    PANELS,
    ids=[f"{dashboard_spec.uid}: {panel.title}" for dashboard_spec, panel in PANELS],
)
async def test_a_panel_has_data(
    live_stack: LiveStack, dashboard_spec: DashboardSpec, panel: Panel
) -> None:
    for query in panel.queries:
        expression = query.expr.replace("$__rate_interval", "5s")

        async def ask(expression: str = expression) -> tuple[Series, ...]:
            return await live_stack.prometheus.query(expression)

        await until(ask, has_a_number)


async def test_a_bot_without_gateway_acks_pages_the_on_call(live_stack: LiveStack) -> None:
    live_stack.discord.gateway.stop_acks()
    try:
        alert = await until(
            lambda: alert_received(live_stack.alert_receiver, "NazhGatewayStale"), bool
        )
    finally:
        live_stack.discord.gateway.start_acks()

    assert alert is not None
    assert alert["labels"]["shard"] == "0"
    await live_stack.prometheus.data_of("nazh_gateway_heartbeat_healthy == 1")


async def test_a_killed_bot_pages_the_on_call(tmp_path: Path) -> None:
    async with live_stack_in(tmp_path) as last:
        await last.prometheus.data_of("nazh_ready == 1")
        # A busy machine may have missed a few scrapes and sent an alert.
        await until(lambda: is_resolved(last.prometheus, "NazhDown"), bool)
        last.alert_receiver.alert_received.clear()

        last.bot.kill()

        alert = await until(lambda: alert_received(last.alert_receiver, "NazhDown"), bool)
    assert alert is not None
    assert alert["status"] == "firing"
    assert alert["labels"]["severity"] == "page"
    assert "runbooks" not in alert["labels"]
    assert alert["annotations"]["runbook_url"].endswith("/ops/runbooks/NazhDown.md")


async def is_resolved(prometheus: Prometheus, name: str) -> bool:
    return not await prometheus.query(f'ALERTS{{alertname="{name}"}}')


async def alert_received(alert_receiver: AlertReceiver, name: str) -> Alert | None:
    return next(
        (alert for alert in alert_receiver.alert_received if alert["labels"]["alertname"] == name),
        None,
    )


def has_a_number(measured: tuple[Series, ...]) -> bool:
    return any(isfinite(series.last) for series in measured)
