"""Tests that the metrics of logs count lines by kind, and name no server and no player."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.keep.logs import log_metrics
from nazh.domain.keep.events import LogRead
from nazh.domain.keep.logs.events import EventKind
from nazh.domain.keep.logs.sessions import SessionOutcome


async def test_lines_sessions_and_files_are_counted() -> None:
    registry = CollectorRegistry()
    (counted,) = log_metrics(registry, lambda: {"missing": 2})

    await counted.deliver(
        LogRead({EventKind.CHAT: 3, EventKind.UNKNOWN: 1}, {SessionOutcome.OPENED: 2})
    )

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"nazh_keep_{name}", labels)

    assert value("log_lines_total", kind="chat") == 3
    assert value("log_lines_total", kind="unknown") == 1
    assert value("log_lines_total", kind="join") == 0
    assert value("sessions_total", outcome="opened") == 2
    assert value("sessions_total", outcome="clipped") == 0
    assert value("log_files", state="missing") == 2
    assert value("log_files", state="read") == 0
