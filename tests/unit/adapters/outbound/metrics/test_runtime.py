"""Tests runtime metrics, and reading counters back."""

from __future__ import annotations

from contextlib import suppress
from math import inf
from types import MappingProxyType

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.counters import outcome_reader, response_time_reader
from nazh.adapters.outbound.metrics.dice import PrometheusRollMetrics, roll_metrics
from nazh.adapters.outbound.metrics.prometheus import (
    PrometheusExporter,
    PrometheusMetrics,
    new_registry,
)
from nazh.adapters.outbound.metrics.runtime import (
    LoopLagHistogram,
    RuntimeCollector,
    RuntimeSources,
)
from nazh.application.shared.event_bus import EventBus
from nazh.application.shared.status_panels import Outcomes
from nazh.domain.dice.errors import TooManyDice
from nazh.domain.dice.events import Rolled
from nazh.domain.kernel.errors import Unavailable
from tests.doubles.runtime import FakeBot, FakeGateway, FakeLoop, FakeShard


class Retried:
    def counts(self) -> dict[str, int]:
        return {"rate_limited": 4}


class DegradedHealth:
    is_ready = False
    is_draining = True

    def stores(self) -> dict[str, bool]:
        return {"database": False}


class Watched:
    viewers = 2


class Connected:
    open = 5
    unverified_bytes = 6_000
    closed = MappingProxyType({"too_slow": 3})


@pytest.fixture
def registry() -> CollectorRegistry:
    return new_registry("1", "cafe")


def scraped(
    registry: CollectorRegistry, *shards: FakeShard, guilds: int | None = 3
) -> dict[str, float]:
    RuntimeCollector(
        registry,
        RuntimeSources(
            gateway=FakeGateway(shards),
            rest=Retried(),
            bot=FakeBot(guilds, in_flight=7),
            loop=FakeLoop(),
            health=DegradedHealth(),
            live=Watched(),
            connections=Connected(),
        ),
    )
    lines = PrometheusExporter(registry)().decode().splitlines()
    samples = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in samples}


def test_only_shards_of_this_process_are_reported(registry: CollectorRegistry) -> None:
    metrics = scraped(
        registry, FakeShard(2, resumed=5, disconnects=6), FakeShard(3, False, False, None, 90.0)
    )

    assert metrics['nazh_gateway_connected{shard="2"}'] == 1
    assert metrics['nazh_gateway_heartbeat_healthy{shard="3"}'] == 0
    assert metrics['nazh_gateway_heartbeat_ack_age_seconds{shard="3"}'] == 90
    assert metrics['nazh_gateway_reconnects_total{how="resumed",shard="2"}'] == 5
    assert metrics['nazh_gateway_disconnects_total{shard="2"}'] == 6
    assert 'nazh_gateway_latency_seconds{shard="3"}' not in metrics
    assert not any('shard="0"' in name for name in metrics)


def test_process_metrics_are_exported(registry: CollectorRegistry) -> None:
    metrics = scraped(registry)

    assert metrics["nazh_ready"] == 0
    assert metrics["nazh_draining"] == 1
    assert metrics["nazh_interactions_in_flight"] == 7
    assert metrics["nazh_command_sync_failed"] == 0
    assert metrics["nazh_dashboard_viewers"] == 2
    assert metrics["nazh_http_connections"] == 5
    assert metrics["nazh_http_unverified_bytes"] == 6_000
    assert metrics['nazh_http_connections_closed_total{reason="too_slow"}'] == 3
    assert metrics["nazh_event_loop_lag_max_seconds"] == 0.002
    assert metrics["nazh_guilds"] == 3
    assert metrics['nazh_dependency_up{dependency="database"}'] == 0
    assert metrics['nazh_rest_retries_total{reason="rate_limited"}'] == 4


def test_an_unknown_guild_count_is_not_zero(registry: CollectorRegistry) -> None:
    assert "nazh_guilds" not in scraped(registry, guilds=None)


def test_a_late_loop_falls_into_its_bucket(registry: CollectorRegistry) -> None:
    LoopLagHistogram(registry).observe_lag(0.3)

    metrics = scraped(registry)

    assert metrics['nazh_event_loop_lag_seconds_bucket{le="0.25"}'] == 0
    assert metrics['nazh_event_loop_lag_seconds_bucket{le="0.5"}'] == 1


async def test_counts_are_read_back(registry: CollectorRegistry) -> None:
    listener = PrometheusMetrics(registry)
    bus = EventBus(listener)
    bus.subscribe(roll_metrics(registry))
    await bus.publish(Rolled(dice=2))
    rolls = PrometheusRollMetrics(registry, ())
    for error in (TooManyDice(250, 100), KeyError(), Unavailable("away")):
        with suppress(type(error)), rolls.measure():
            raise error
    listener.observe_response("odds", 0.004)
    listener.observe_response("roll", 0.004)

    rolls_read = outcome_reader(registry, "nazh_roll_success_total", "nazh_roll_failed_total")()
    responses = response_time_reader(registry)()

    assert rolls_read == Outcomes(done=1, refused=1, failed=2)
    assert responses[0.0025] == 0
    assert responses[0.005] == responses[inf] == 2
