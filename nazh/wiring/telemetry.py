"""Traces and reports, where they are switched on. What they need is imported only then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Protocol

from nazh.adapters.inbound.discord.door import CrashReports
from nazh.adapters.inbound.discord.in_hand import facts_in_hand
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.metrics.prometheus import PrometheusListener

if TYPE_CHECKING:
    from nazh.adapters.outbound.reports.sentry import SentryReports
    from nazh.adapters.outbound.tracing.traces import OtlpTraces

LAST_WORDS: Final = 1.0
"""Seconds at the end for traces that wait, and as many for reports."""
Facts = Callable[[], dict[str, str | int]]
LoopTrouble = dict[str, object]
"""What asyncio says of an error that nobody awaits."""


class Reports(CrashReports, Protocol):
    """Reports of crashes, which may wait to be sent."""

    def stop(self, patience: float) -> None:
        """Send what waits, for at most ``patience`` seconds."""
        ...


class Telling(Protocol):
    """The parts of the bot that tell somebody outside."""

    def traces(self) -> OtlpTraces: ...
    def reports(self) -> Reports: ...


def new_traces(settings: Settings, losses: PrometheusListener) -> OtlpTraces:
    """Return traces to the collector of the settings."""
    from nazh.adapters.outbound.tracing.traces import Origin, OtlpTraces

    assert settings.traces_url is not None, "traces are off"
    return OtlpTraces(
        settings.traces_url.reveal(),
        settings.traces_ratio,
        Origin(
            version=version("nazh"),
            commit=settings.commit,
            environment=settings.environment.value,
        ),
        losses,
    )


def new_reports(settings: Settings, facts: Facts, losses: PrometheusListener) -> SentryReports:
    """Return reports to the project of the settings; ``facts`` go with each."""
    from nazh.adapters.outbound.reports.sentry import SentryReports

    assert settings.sentry_dsn is not None, "reports are off"
    return SentryReports(
        settings.sentry_dsn.reveal(),
        release=f"nazh@{version('nazh')}+{settings.commit}",
        environment=settings.environment.value,
        facts=facts,
        losses=losses,
    )


def facts_with_trace(traces: OtlpTraces) -> Facts:
    """Return what tells the facts of the interaction in hand, and its trace."""

    def facts() -> dict[str, str | int]:
        return {**facts_in_hand(), **traces.facts()}

    return facts


def reporting(
    reports: CrashReports,
) -> Callable[[asyncio.AbstractEventLoop, LoopTrouble], None]:
    """Return what a loop tells of errors that nobody awaits: they are reported, and logged."""

    def hear(loop: asyncio.AbstractEventLoop, trouble: LoopTrouble) -> None:
        error = trouble.get("exception")
        if isinstance(error, Exception):
            reports.report(error, None)
        loop.default_exception_handler(trouble)

    return hear


@contextmanager
def telemetry_of(settings: Settings, bot: Telling) -> Iterator[CrashReports]:
    """Yield where crashes are reported; at the end, send what waits. What ends the bot is told."""
    reports = bot.reports()
    try:
        yield reports
    except Exception as error:
        reports.report(error, None)
        raise
    finally:
        if settings.traces_url is not None:
            bot.traces().stop(LAST_WORDS)
        reports.stop(LAST_WORDS)
