"""Defines the metrics of game servers' logs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge

from nazh.application.keep.logs.ports import LogTrouble
from nazh.application.keep.logs.read_logs import NO_GRAMMAR, NO_SERVER, READ
from nazh.application.shared.event_bus import Subscription, on
from nazh.domain.keep.events import LogRead
from nazh.domain.keep.logs.events import EventKind
from nazh.domain.keep.logs.sessions import SessionOutcome

_STATES: Final = (READ, NO_SERVER, NO_GRAMMAR, *(trouble.value for trouble in LogTrouble))


def log_metrics(
    registry: CollectorRegistry, states: Callable[[], Mapping[str, int]]
) -> tuple[Subscription, ...]:
    """Return the listener that counts lines; ``states`` is called at every scrape."""
    lines = Counter(
        "nazh_keep_log_lines",
        "Lines in game servers' logs, by what they report.",
        ["kind"],
        registry=registry,
    )
    sessions = Counter(
        "nazh_keep_sessions",
        "Players' sessions, by what a log line did to them.",
        ["outcome"],
        registry=registry,
    )
    lines_of = {kind: lines.labels(kind.value) for kind in EventKind}
    sessions_of = {outcome: sessions.labels(outcome.value) for outcome in SessionOutcome}
    files = Gauge(
        "nazh_keep_log_files",
        "Log files that the operator configured, by whether they can be read.",
        ["state"],
        registry=registry,
    )
    for state in _STATES:
        files.labels(state).set_function(partial(_number_of, states, state))

    async def count(event: LogRead) -> None:
        for kind, many in event.lines.items():
            lines_of[kind].inc(many)
        for outcome, many in event.sessions.items():
            sessions_of[outcome].inc(many)

    return (on(LogRead, count),)


def _number_of(states: Callable[[], Mapping[str, int]], state: str) -> int:
    return states().get(state, 0)
