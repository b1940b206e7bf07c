"""A real Prometheus scrapes the real bot on a game night: panels have data, a kill is told."""

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
from ops.boards import BOARDS
from ops.catalogue import families
from ops.evening import UNHURRIED, play
from ops.panels import Board, Panel
from ops.stack import (
    Prometheus,
    Series,
    alertmanager_command,
    running_alertmanager,
    running_prometheus,
    until,
)
from tests.e2e.program import Program, run_bot
from tests.outside import absent

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
# Who plays goes on for as long as he is answered: Discord waits for a slow machine.
PATIENT = Settings(heartbeat_interval=1, answer_within=60)
PANELS = [(board, panel) for board in BOARDS for panel, _ in board.placed()]


class Alert(TypedDict):
    status: str
    labels: dict[str, str]
    annotations: dict[str, str]


class Notice(TypedDict):
    alerts: list[Alert]


@dataclass(frozen=True, slots=True)
class Phone:
    """A webhook, and what it was told."""

    address: str
    rung: list[Alert]


@dataclass(frozen=True, slots=True)
class Night:
    """A bot, who watches it, and who is told."""

    discord: Server
    bot: Program
    prometheus: Prometheus
    phone: Phone


@asynccontextmanager
async def switched_on_phone() -> AsyncIterator[Phone]:
    rung: list[Alert] = []

    async def ring(request: web.Request) -> web.Response:
        notice: Notice = await request.json()
        rung.extend(notice["alerts"])
        return web.Response()

    app = web.Application()
    app.router.add_post("/phone", ring)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    try:
        yield Phone(f"http://{host}:{port}", rung)
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
async def night_in(folder: Path) -> AsyncIterator[Night]:
    if shutil.which("prometheus") is None or alertmanager_command() is None:
        absent("prometheus", "Prometheus and Alertmanager are not both installed.")
    async with Server(PATIENT) as discord, switched_on_phone() as phone:
        table, player = discord.guild("Keep").channel("table"), discord.user("Alice")
        bot = await run_bot(discord, folder, **UNHURRIED)
        try:
            async with (
                running_alertmanager(folder, phone.address) as alertmanager,
                running_prometheus(folder, f"127.0.0.1:{bot.port}", alertmanager) as prometheus,
                players_at(table, player),
            ):
                yield Night(discord, bot, prometheus, phone)
        finally:
            bot.kill()
            await bot.ended()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def night(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Night]:
    async with night_in(tmp_path_factory.mktemp("night")) as shared:
        yield shared


async def test_a_bot_that_plays_is_seen_to_be_well(night: Night) -> None:
    for claim in (
        "nazh_ready == 1",
        "nazh_guilds == 1",
        "nazh:gateway_fresh:all_shards == 1",
        "nazh_draining == 0",
    ):
        await night.prometheus.data_of(claim)


async def test_the_catalogue_knows_what_the_bot_exports(night: Night) -> None:
    exported = {
        (name.split("{")[0], label)
        for name in await night.bot.metrics()
        for label in re.findall(r'(\w+)="', name) or [""]
        if label != "le"
    }

    known = {
        (sample.name, label)
        for family in families()
        for sample in family.samples
        for label in sample.labels or [""]
        if label != "le"
    }
    assert exported == known - {("nazh_store_reachable", "store")}


@pytest.mark.parametrize(
    ("board", "panel"), PANELS, ids=[f"{board.uid}: {panel.title}" for board, panel in PANELS]
)
async def test_a_panel_has_data(night: Night, board: Board, panel: Panel) -> None:
    for query in panel.queries:
        asked = query.expr.replace("$__rate_interval", "5s")

        async def ask(asked: str = asked) -> tuple[Series, ...]:
            return await night.prometheus.query(asked)

        await until(ask, has_a_number)


async def test_a_bot_that_discord_does_not_hear_rings_the_phone(night: Night) -> None:
    night.discord.gateway.stop_acks()
    try:
        alert = await until(lambda: rung(night.phone, "NazhGatewayStale"), bool)
    finally:
        night.discord.gateway.start_acks()

    assert alert is not None
    assert alert["labels"]["shard"] == "0"
    await night.prometheus.data_of("nazh_gateway_fresh == 1")


async def test_a_killed_bot_rings_the_phone(tmp_path: Path) -> None:
    async with night_in(tmp_path) as last:
        await last.prometheus.data_of("nazh_ready == 1")
        # A busy machine may have missed a few scrapes, and told of it.
        await until(lambda: no_longer(last.prometheus, "NazhDown"), bool)
        last.phone.rung.clear()

        last.bot.kill()

        alert = await until(lambda: rung(last.phone, "NazhDown"), bool)
    assert alert is not None
    assert alert["status"] == "firing"
    assert alert["labels"]["severity"] == "page"
    assert "runbooks" not in alert["labels"]
    assert alert["annotations"]["runbook_url"].endswith("/ops/runbooks/NazhDown.md")


async def no_longer(prometheus: Prometheus, name: str) -> bool:
    return not await prometheus.query(f'ALERTS{{alertname="{name}"}}')


async def rung(phone: Phone, name: str) -> Alert | None:
    return next((alert for alert in phone.rung if alert["labels"]["alertname"] == name), None)


def has_a_number(found: tuple[Series, ...]) -> bool:
    return any(isfinite(series.last) for series in found)
