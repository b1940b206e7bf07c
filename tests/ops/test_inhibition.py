"""Tests which alerts inhibit others, with a real Alertmanager."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import aiohttp
import pytest

from ops.stack import alertmanager_command, running_alertmanager, until
from tests.external_services import absent

NOBODY = "http://127.0.0.1:9"
Alert = tuple[str, str]
"""An alert's name, and its instance, if any."""


class Status(TypedDict):
    inhibitedBy: list[str]


class AlertStatus(TypedDict):
    labels: dict[str, str]
    status: Status


def labels(alert: Alert) -> dict[str, str]:
    name, instance = alert
    return {"alertname": name, "severity": "page"} | ({"instance": instance} if instance else {})


async def kept_quiet(http: aiohttp.ClientSession) -> set[Alert]:
    async with http.get("/api/v2/alerts") as answer:
        alerts: list[AlertStatus] = await answer.json()
    return {
        (alert["labels"]["alertname"], alert["labels"].get("instance", ""))
        for alert in alerts
        if alert["status"]["inhibitedBy"]
    }


STORIES = [
    (
        ("NazhGatewayStale", "one"),
        {("NazhNotReady", "one"), ("NazhGatewayAwayBurnFast", "")},
        {("NazhNotReady", "two"), ("NazhStoreUnreachable", "one")},
    ),
    (
        ("NazhKeepFaceQuarantined", "one"),
        {("NazhNotReady", "one")},
        {("NazhNotReady", "two"), ("NazhLoopLag", "one")},
    ),
    (
        ("NazhDown", "one"),
        {("NazhNotReady", "one"), ("NazhLoopLag", "one"), ("NazhGatewayAwayBurnFast", "")},
        {("NazhNotReady", "two"), ("NazhRestartLoop", "one")},
    ),
    (
        ("NazhDominionStopped", ""),
        {
            ("NazhDominionTickLate", ""),
            ("NazhDominionTicksLateBurnFast", ""),
            ("NazhDominionBacklog", ""),
        },
        {("NazhDominionNationParked", "")},
    ),
    (
        ("NazhDominionTickLate", ""),
        {("NazhDominionTicksLateBurnFast", "")},
        {("NazhGatewayAwayBurnFast", ""), ("NazhDominionNationParked", "")},
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cause", "quiet", "loud"), STORIES, ids=["stale", "quarantined", "down", "stopped", "late"]
)
async def test_a_cause_inhibits_alerts_about_its_own_process(
    tmp_path: Path, cause: Alert, quiet: set[Alert], loud: set[Alert]
) -> None:
    if alertmanager_command() is None:
        absent("prometheus", "Alertmanager is not installed.")
    async with (
        running_alertmanager(tmp_path, NOBODY) as address,
        aiohttp.ClientSession(f"http://{address}") as http,
    ):
        fired = [{"labels": labels(alert)} for alert in (cause, *quiet, *loud)]
        async with http.post("/api/v2/alerts", json=fired) as answer:
            assert answer.ok

        silenced = await until(lambda: kept_quiet(http), quiet.issubset)

    assert silenced == quiet


def burning(command: str, urgency: str, severity: str) -> dict[str, str]:
    name = f"NazhCommandErrorsBurn{urgency}"
    return {
        "alertname": name,
        "severity": severity,
        "objective": "commands",
        "command": command,
        "instance": command,  # tells them apart in this test
    }


@pytest.mark.slow
async def test_a_page_about_one_command_inhibits_no_ticket_about_another(tmp_path: Path) -> None:
    if alertmanager_command() is None:
        absent("prometheus", "Alertmanager is not installed.")
    alerts = [
        burning("roll", "Fast", "page"),
        burning("roll", "Slow", "ticket"),
        burning("war", "Slow", "ticket"),
    ]
    async with (
        running_alertmanager(tmp_path, NOBODY) as address,
        aiohttp.ClientSession(f"http://{address}") as http,
    ):
        async with http.post(
            "/api/v2/alerts", json=[{"labels": alert} for alert in alerts]
        ) as answer:
            assert answer.ok

        silenced = await until(lambda: kept_quiet(http), bool)

    assert silenced == {("NazhCommandErrorsBurnSlow", "roll")}
