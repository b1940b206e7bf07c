"""Tests what scripts get instead of reports to operators."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nazh.adapters.inbound.cli.dominion.script_ports import ScriptReports
from nazh.application.dominion.ports.controls import NewReport, ReportKind
from nazh.domain.dominion.errors.controls import TooManyReports
from nazh.domain.kernel.identity import GuildId, UserId

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MAX_REPORTS = 2


def report(user: int, at: datetime) -> NewReport:
    return NewReport(
        at=at,
        guild=GuildId(1),
        user=UserId(user),
        kind=ReportKind.BUG,
        category="",
        text="It broke.",
    )


async def test_the_messages_of_each_user_are_limited_for_a_while() -> None:
    reports = ScriptReports()
    for hour in range(MAX_REPORTS):
        await reports.add(report(1, START + timedelta(hours=hour)), MAX_REPORTS, DAY)

    assert await reports.add(report(2, START), MAX_REPORTS, DAY) == MAX_REPORTS + 1
    with pytest.raises(TooManyReports):
        await reports.add(report(1, START + DAY - timedelta(seconds=1)), MAX_REPORTS, DAY)
    assert await reports.add(report(1, START + DAY), MAX_REPORTS, DAY) == MAX_REPORTS + 2
