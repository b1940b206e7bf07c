"""Tests the contract of listener failure counters (nazh.application.shared.event_bus)."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics
from nazh.application.shared.event_bus import ListenerFailures
from tests.doubles.event_publisher import RecordingFailures


@pytest.mark.parametrize("kind", ["prometheus", "recording"])
def test_failures_are_counted_by_event(kind: str) -> None:
    registry = CollectorRegistry()
    recording = RecordingFailures()
    failures: ListenerFailures = PrometheusMetrics(registry) if kind == "prometheus" else recording

    for event in ("Rolled", "BuilderOpened", "RollFailed"):
        failures.register_event(event)
    for event in ("Rolled", "Rolled", "BuilderOpened"):
        failures.count_listener_failure(event)

    name = "nazh_event_listener_failures_total"
    counted = {
        event: registry.get_sample_value(name, {"event": event})
        for event in ("Rolled", "BuilderOpened", "RollFailed")
    }
    if kind == "prometheus":
        assert counted == {"Rolled": 2, "BuilderOpened": 1, "RollFailed": 0}
    else:
        assert recording.events == ["Rolled", "Rolled", "BuilderOpened"]
