"""Tests that crash reports contain locations but no values."""

from __future__ import annotations

import asyncio
import json
from socket import create_server
from time import monotonic, sleep
from typing import Any

import pytest

from nazh.adapters.outbound.error_tracking.sentry import CAPACITY, SentryCrashReports, scrubbed
from tests.doubles.losses import CountedLosses
from tests.e2e.telemetry_receivers import TelemetryReceivers, running_receivers

WORDS = "Moonlit Wombat"
A_WHILE = 20.0
"""Seconds that are more than a few."""


def reports_to(receivers: TelemetryReceivers, losses: CountedLosses) -> SentryCrashReports:
    return SentryCrashReports(
        receivers.variables["NAZH_SENTRY_DSN"],
        release="nazh@1",
        environment="test",
        facts=lambda: {"command": "roll", "shard": 0},
        losses=losses,
    )


def crash(typed: str) -> Exception:
    """Return a caught error with a cause, and texts in messages and locals."""
    try:
        try:
            int(typed)
        except ValueError as error:
            error.add_note(typed)
            raise RuntimeError(f"cannot read {typed}") from error
    except RuntimeError as error:
        return error
    raise AssertionError("these are no numbers")


async def test_a_report_says_where_and_never_what() -> None:
    losses = CountedLosses()
    async with running_receivers() as receivers:
        reports = reports_to(receivers, losses)
        reports.report(crash(WORDS), "abcd1234")
        await stopped(reports)

    (report,) = receivers.reports
    assert report["tags"] == {"command": "roll", "shard": "0", "reference": "abcd1234"}
    assert [error["type"] for error in report["exception"]["values"]] == [
        "ValueError",
        "RuntimeError",
    ]
    assert (report["release"], report["environment"]) == ("nazh@1", "test")
    frame = report["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    assert frame["function"] == "crash"
    assert set(frame) == {"filename", "function", "module", "lineno", "in_app"}
    assert WORDS not in json.dumps(report) + str(receivers.bodies)
    assert not losses.lost


def test_the_library_collects_nothing_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    # Some of this would be sent aside from the reports, and some is left out of them twice.
    monkeypatch.setenv("SENTRY_DEBUG", "true")
    monkeypatch.setenv("SENTRY_SPOTLIGHT", "true")

    options = reports_to(TelemetryReceivers(port=1), CountedLosses())._client.options

    expected = {
        "server_name": "",
        "default_integrations": False,
        "auto_enabling_integrations": False,
        "include_local_variables": False,
        "include_source_context": False,
        "send_client_reports": False,
        "auto_session_tracking": False,
        "max_breadcrumbs": 0,
        "spotlight": False,
        "debug": False,
        "before_send": scrubbed,
        "send_default_pii": None,
        "traces_sample_rate": None,
        "enable_logs": False,
    }
    assert {name: options[name] for name in expected} == expected


def test_unknown_parts_of_an_event_are_not_sent() -> None:
    frame = {"function": "roll", "vars": {"text": WORDS}, "abs_path": WORDS}
    error = {"type": "KeyError", "value": WORDS, "stacktrace": {"frames": [frame]}}
    event: Any = {
        **dict.fromkeys(("extra", "user", "request", "breadcrumbs", "contexts", "message"), WORDS),
        "level": "error",
        "exception": {"values": [error]},
    }

    kept = {"type": "KeyError", "stacktrace": {"frames": [{"function": "roll"}]}}
    assert scrubbed(event) == {"level": "error", "exception": {"values": [kept]}}


async def test_an_error_outside_of_any_interaction_has_no_reference() -> None:
    async with running_receivers() as receivers:
        reports = reports_to(receivers, CountedLosses())
        reports.report(KeyError(WORDS), None)
        await stopped(reports)

    assert "reference" not in receivers.reports[0]["tags"]


async def test_a_failed_crash_report_is_counted_and_has_no_other_effect() -> None:
    losses = CountedLosses()

    def broken() -> dict[str, str | int]:
        raise RuntimeError

    reports = SentryCrashReports(
        TelemetryReceivers(port=1).variables["NAZH_SENTRY_DSN"],
        release="nazh@1",
        environment="test",
        facts=broken,
        losses=losses,
    )
    reports.report(KeyError(WORDS), None)

    assert losses.lost == {"not_sent": 1}


async def test_reports_to_an_unreachable_sentry_are_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with running_receivers() as receivers:
        pass
    losses = CountedLosses()
    reports = reports_to(receivers, losses)

    reports.report(KeyError(WORDS), None)
    await stopped(reports)

    assert losses.lost == {"not_sent": 1}
    assert "could not be sent to Sentry" in caplog.text
    assert str(receivers.port) not in caplog.text


def test_reports_beyond_the_queue_are_counted() -> None:
    losses = CountedLosses()
    with create_server(("127.0.0.1", 0)) as deaf:
        reports = reports_to(TelemetryReceivers(deaf.getsockname()[1]), losses)
        for _ in range(CAPACITY + 2):  # one may already be sent
            reports.report(KeyError(WORDS), None)
        assert losses.lost["queue_full"] in (1, 2)

    # The others are refused now, before the next test.
    end = monotonic() + A_WHILE
    while losses.lost.total() < CAPACITY + 2 and monotonic() < end:
        sleep(0.01)
    reports.stop(0)
    assert losses.lost.total() == CAPACITY + 2


@pytest.mark.slow
def test_a_sentry_that_never_replies_delays_the_next_report_by_seconds() -> None:
    losses = CountedLosses()
    with create_server(("127.0.0.1", 0)) as deaf:
        reports = reports_to(TelemetryReceivers(deaf.getsockname()[1]), losses)
        reports.report(KeyError(WORDS), None)
        end = monotonic() + A_WHILE
        while not losses.lost and monotonic() < end:
            sleep(0.05)

    assert losses.lost == {"not_sent": 1}
    reports.stop(0)


async def stopped(reports: SentryCrashReports) -> None:
    """Flush the reports while the receiving loop runs."""
    await asyncio.to_thread(reports.stop, 10.0)
