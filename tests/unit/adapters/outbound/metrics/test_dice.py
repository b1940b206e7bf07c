"""Tests the metrics of dice events."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.dice import roll_metrics
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics
from nazh.application.shared.event_bus import EventBus
from nazh.domain.dice.events import BuilderOpened, PlotDieAdded, Rolled, RollsPruned


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def bus(registry: CollectorRegistry) -> EventBus:
    bus = EventBus(PrometheusMetrics(registry))
    bus.subscribe(roll_metrics(registry))
    return bus


async def test_every_event_is_counted_from_zero(registry: CollectorRegistry, bus: EventBus) -> None:
    assert counts(registry) == (0, 0, 0, 0)

    for event in (Rolled(4), PlotDieAdded(1), BuilderOpened(), RollsPruned(1000), RollsPruned(3)):
        await bus.publish(event)

    assert counts(registry) == (1, 5, 1, 1003)


def counts(registry: CollectorRegistry) -> tuple[float | None, ...]:
    names = ("roll_success", "dice_thrown", "roll_builders_opened", "rolls_pruned")
    return tuple(registry.get_sample_value(f"nazh_{name}_total") for name in names)
