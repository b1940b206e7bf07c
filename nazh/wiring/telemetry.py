"""Traces and reports, where they are switched on. What they need is imported only then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Protocol

from nazh.adapters.inbound.discord.interactions.log_context import log_fields
from nazh.adapters.inbound.discord.interactions.pipeline import CrashReports
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics

if TYPE_CHECKING:
    from nazh.adapters.outbound.error_tracking.sentry import SentryCrashReports
    from nazh.adapters.outbound.tracing.traces import OtlpTraces

FLUSH_TIMEOUT: Final = 1.0
"""Seconds at the end for traces that wait, and as many for reports."""
Facts = Callable[[], dict[str, str | int]]
LoopErrorContext = dict[str, object]
"""What asyncio says of an error that nobody awaits."""


class Reports(CrashReports, Protocol):
    """Reports of crashes, which may wait to be sent."""

    def stop(self, timeout: float) -> None:
        """Send what waits, for at most ``timeout`` seconds."""
        ...


class TelemetrySource(Protocol):
    """The parts of the bot that tell somebody outside."""

    def traces(self) -> OtlpTraces: ...
    def reports(self) -> Reports: ...


def new_traces(settings: Settings, losses: PrometheusMetrics) -> OtlpTraces:
    """Return traces to the collector of the settings."""
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
    """Return reports to the project of the settings; ``facts`` go with each."""
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
    """Return what tells the facts of the interaction in hand, and its trace."""

    def facts() -> dict[str, str | int]:
        return {**log_fields(), **traces.facts()}

    return facts


def loop_exception_handler(
    reports: CrashReports,
) -> Callable[[asyncio.AbstractEventLoop, LoopErrorContext], None]:
    """Return what a loop tells of errors that nobody awaits: they are reported, and logged."""

    def handle(loop: asyncio.AbstractEventLoop, error_context: LoopErrorContext) -> None:
        error = error_context.get("exception")
        if isinstance(error, Exception):
            reports.report(error, None)
        loop.default_exception_handler(error_context)

    return handle


@contextmanager
def telemetry_of(settings: Settings, bot: TelemetrySource) -> Iterator[CrashReports]:
    """Yield where crashes are reported; at the end, send what waits. What ends the bot is told."""
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
