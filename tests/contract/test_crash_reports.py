"""Tests the contract of ``CrashReports``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from socket import create_server
from time import monotonic

import pytest

from nazh.adapters.outbound.error_tracking.sentry import SentryCrashReports
from nazh.adapters.outbound.null.crash_reports import NullCrashReports
from nazh.wiring.telemetry import Reports
from tests.e2e.telemetry_receivers import TelemetryReceivers

AT_ONCE = 1.0
"""A timeout in seconds; a blocking adapter would never return."""
PATIENCE = 0.2


class Unheard:
    """Ignores losses."""

    def count_lost_report(self, reason: str) -> None:
        """Do nothing."""


def none(port: int) -> Reports:
    return NullCrashReports()


def crash_reports(port: int, facts: Callable[[], dict[str, str | int]] = dict) -> Reports:
    return SentryCrashReports(
        TelemetryReceivers(port).variables["NAZH_SENTRY_DSN"],
        release="nazh@1",
        environment="test",
        facts=facts,
        losses=Unheard(),
    )


def sent_without_facts(port: int) -> Reports:
    def broken() -> dict[str, str | int]:
        raise RuntimeError

    return crash_reports(port, broken)


@pytest.fixture(params=[none, crash_reports, sent_without_facts])
def reports(request: pytest.FixtureRequest) -> Iterator[Reports]:
    """Reports to a server that accepts every connection and never replies."""
    with create_server(("127.0.0.1", 0)) as deaf:
        reporter: Reports = request.param(deaf.getsockname()[1])
        yield reporter
        reporter.stop(PATIENCE)


class Unwilling(Exception):
    """An error whose ``str()`` raises."""

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    "error", [ValueError("a die rolled off the table"), KeyboardInterrupt(), Unwilling()]
)
@pytest.mark.parametrize("reference", ["7F3A", None])
def test_any_error_can_be_reported(
    reports: Reports, error: BaseException, reference: str | None
) -> None:
    reports.report(error, reference)


def test_reports_block_nothing(reports: Reports) -> None:
    began = monotonic()

    for _ in range(5):
        reports.report(ValueError("a die rolled off the table"), None)

    assert monotonic() - began < AT_ONCE


def test_it_can_be_stopped_twice(reports: Reports) -> None:
    reports.stop(PATIENCE)
    reports.stop(PATIENCE)
