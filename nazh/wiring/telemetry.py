"""Wires traces and crash reports; what they need is imported only if they are enabled."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from nazh.adapters.inbound.discord.interactions.log_context import log_fields
from nazh.adapters.inbound.discord.interactions.telemetry import CrashReports
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics

if TYPE_CHECKING:
    from nazh.adapters.outbound.error_tracking.sentry import SentryCrashReports
    from nazh.adapters.outbound.tracing.traces import OtlpTraces

FLUSH_TIMEOUT: Final = 1.0
"""Seconds at the end for queued traces, and as many for reports."""
LOG_INTERVAL: Final = 60.0
"""Seconds between two log records about missing files."""
_NO_FILE: Final = (errno.EMFILE, errno.ENFILE)
_LOG: Final = logging.getLogger(__name__)
Facts = Callable[[], dict[str, str | int]]
LoopErrorContext = dict[str, object]
"""asyncio's message about an error that was never retrieved."""


class Reports(CrashReports, Protocol):
    """Crash reports, which may be queued."""

    def stop(self, timeout: float) -> None:
        """Send queued reports, for at most ``timeout`` seconds."""
        ...


class TelemetrySource(Protocol):
    """The parts of the bot that send telemetry."""

    def traces(self) -> OtlpTraces: ...
    def reports(self) -> Reports: ...


def new_traces(settings: Settings, losses: PrometheusMetrics) -> OtlpTraces:
    """Return traces that are sent to the configured collector."""
    from nazh.adapters.outbound.tracing.traces import OtlpTraces, ServiceIdentity

    assert settings.traces.url is not None, "traces are off"
    return OtlpTraces(
        settings.traces.url.reveal(),
        settings.traces.ratio,
        ServiceIdentity(
            version=version("nazh"),
            commit=settings.program.commit,
            environment=settings.program.environment.value,
        ),
        losses,
    )


def new_reports(settings: Settings, facts: Facts, losses: PrometheusMetrics) -> SentryCrashReports:
    """Return reports to the configured Sentry project; ``facts`` are added to each."""
    from nazh.adapters.outbound.error_tracking.sentry import SentryCrashReports

    assert settings.sentry.dsn is not None, "reports are off"
    return SentryCrashReports(
        settings.sentry.dsn.reveal(),
        release=f"nazh@{version('nazh')}+{settings.program.commit}",
        environment=settings.program.environment.value,
        facts=facts,
        losses=losses,
    )


def log_fields_with_trace(traces: OtlpTraces) -> Facts:
    """Return a function that returns the current interaction's log fields, and its trace."""

    def facts() -> dict[str, str | int]:
        return {**log_fields(), **traces.facts()}

    return facts


def loop_exception_handler(
    reports: CrashReports, now: Callable[[], float] = monotonic
) -> Callable[[asyncio.AbstractEventLoop, LoopErrorContext], None]:
    """Return an exception handler for a loop, which reports and logs errors.

    Without free file descriptors, asyncio tries to accept a hundred connections per second, which
    is logged once a minute and not reported.
    """
    silent_until = -inf

    def handle(loop: asyncio.AbstractEventLoop, error_context: LoopErrorContext) -> None:
        nonlocal silent_until
        error = error_context.get("exception")
        if isinstance(error, OSError) and error.errno in _NO_FILE:
            if now() >= silent_until:
                silent_until = now() + LOG_INTERVAL
                _LOG.error("no connection can be accepted or made (%s)", error.strerror)
            return
        if isinstance(error, Exception):
            reports.report(error, None)
        loop.default_exception_handler(error_context)

    return handle


@contextmanager
def telemetry_of(settings: Settings, bot: TelemetrySource) -> Iterator[CrashReports]:
    """Yield the crash reports; at the end, send what is queued. Fatal errors are reported."""
    reports = bot.reports()
    try:
        yield reports
    except Exception as error:
        reports.report(error, None)
        raise
    finally:
        if settings.traces.url is not None:
            bot.traces().stop(FLUSH_TIMEOUT)
        reports.stop(FLUSH_TIMEOUT)
