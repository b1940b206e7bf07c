"""Tests that telemetry reports unawaited errors and fatal ones, and stops at shutdown."""

from __future__ import annotations

import asyncio
import errno

import pytest

from nazh.wiring.telemetry import loop_exception_handler, telemetry_of
from tests.doubles.interactions import RecordingCrashReports
from tests.settings import SETTINGS


class Bot:
    """A bot that reports and does not trace."""

    def __init__(self) -> None:
        self.crash_reports = RecordingCrashReports()

    def reports(self) -> RecordingCrashReports:
        return self.crash_reports

    def traces(self) -> None:
        raise AssertionError("traces are off")


async def test_an_unhandled_task_error_is_reported_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    crash_reports, loop = RecordingCrashReports(), asyncio.get_running_loop()
    loop.set_exception_handler(loop_exception_handler(crash_reports))
    failed: asyncio.Future[None] = loop.create_future()
    failed.set_exception(KeyError())

    del failed

    assert crash_reports.reports == [("KeyError", None)]
    assert "never retrieved" in caplog.text


async def test_a_loop_error_without_an_exception_is_only_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    crash_reports, loop = RecordingCrashReports(), asyncio.get_running_loop()
    loop.set_exception_handler(loop_exception_handler(crash_reports))

    loop.call_exception_handler({"message": "a socket was not closed"})

    assert crash_reports.reports == []
    assert "a socket was not closed" in caplog.text


async def test_a_missing_file_is_logged_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    crash_reports, loop, times = RecordingCrashReports(), asyncio.get_running_loop(), [0.0]
    loop.set_exception_handler(loop_exception_handler(crash_reports, lambda: times[0]))
    error = {
        "message": "socket.accept() out of system resource",
        "exception": OSError(errno.EMFILE, "Too many open files"),
    }

    for times[0] in (0.0, 1.0, 59.0, 60.0):
        loop.call_exception_handler(error)

    assert crash_reports.reports == []
    assert [record.getMessage() for record in caplog.records] == [
        "no connection can be accepted or made (Too many open files)"
    ] * 2


async def test_other_errors_of_the_system_are_reported() -> None:
    crash_reports, loop = RecordingCrashReports(), asyncio.get_running_loop()
    loop.set_exception_handler(loop_exception_handler(crash_reports))

    loop.call_exception_handler({"message": "broken", "exception": BrokenPipeError(errno.EPIPE)})

    assert crash_reports.reports == [("BrokenPipeError", None)]


def test_a_fatal_error_is_reported_before_the_exit() -> None:
    bot = Bot()

    with pytest.raises(KeyError), telemetry_of(SETTINGS, bot):  # type: ignore[arg-type]  # no traces
        raise KeyError

    assert bot.crash_reports.reports == [("KeyError", None)]
    assert bot.crash_reports.waited == 1.0


def test_a_normal_exit_prints_nothing() -> None:
    bot = Bot()

    with telemetry_of(SETTINGS, bot):  # type: ignore[arg-type]  # no traces
        pass

    assert bot.crash_reports.reports == []
    assert bot.crash_reports.waited == 1.0
