"""Vital signs as series, and counts read back."""

from __future__ import annotations

from math import inf

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.prometheus import (
    PrometheusExporter,
    PrometheusListener,
    new_registry,
)
from nazh.adapters.outbound.metrics.tallies import Tallies
from nazh.adapters.outbound.metrics.vitals import LoopLag, Signs, VitalSigns
from nazh.domain.dice.events import Rolled
from tests.doubles.vitals import StillBot, StillGateway, StillLoop, StillShard


class Retried:
    def counts(self) -> dict[str, int]:
        return {"rate_limited": 4}


class Poorly:
    is_ready = False
    is_draining = True

    def stores(self) -> dict[str, bool]:
        return {"rolls": False}


class Watched:
    viewers = 2


@pytest.fixture
def registry() -> CollectorRegistry:
    return new_registry("1", "cafe")


def scraped(
    registry: CollectorRegistry, *shards: StillShard, guilds: int | None = 3
) -> dict[str, float]:
    VitalSigns(
        registry,
        Signs(
            gateway=StillGateway(shards),
            rest=Retried(),
            bot=StillBot(guilds, in_flight=7),
            loop=StillLoop(),
            health=Poorly(),
            live=Watched(),
        ),
    )
    lines = PrometheusExporter(registry)().decode().splitlines()
    samples = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in samples}


def test_every_shard_of_this_process_is_told_and_no_other(registry: CollectorRegistry) -> None:
    seen = scraped(
        registry, StillShard(2, resumed=5, disconnects=6), StillShard(3, False, False, None, 90.0)
    )

    assert seen['nazh_gateway_connected{shard="2"}'] == 1
    assert seen['nazh_gateway_fresh{shard="3"}'] == 0
    assert seen['nazh_gateway_ack_age_seconds{shard="3"}'] == 90
    assert seen['nazh_gateway_reconnects_total{how="resumed",shard="2"}'] == 5
    assert seen['nazh_gateway_disconnects_total{shard="2"}'] == 6
    assert 'nazh_gateway_latency_seconds{shard="3"}' not in seen
    assert not any('shard="0"' in name for name in seen)


def test_the_process_is_told(registry: CollectorRegistry) -> None:
    seen = scraped(registry)

    assert seen["nazh_ready"] == 0
    assert seen["nazh_draining"] == 1
    assert seen["nazh_interactions_in_flight"] == 7
    assert seen["nazh_commands_refused"] == 0
    assert seen["nazh_dashboard_viewers"] == 2
    assert seen["nazh_event_loop_lag_max_seconds"] == 0.002
    assert seen["nazh_guilds"] == 3
    assert seen['nazh_store_reachable{store="rolls"}'] == 0
    assert seen['nazh_rest_retries_total{reason="rate_limited"}'] == 4


def test_servers_that_nobody_counted_are_not_zero(registry: CollectorRegistry) -> None:
    assert "nazh_guilds" not in scraped(registry, guilds=None)


def test_a_late_loop_falls_into_its_bucket(registry: CollectorRegistry) -> None:
    LoopLag(registry).loop_lagged(0.3)

    seen = scraped(registry)

    assert seen['nazh_event_loop_lag_seconds_bucket{le="0.25"}'] == 0
    assert seen['nazh_event_loop_lag_seconds_bucket{le="0.5"}'] == 1


async def test_counts_are_read_back(registry: CollectorRegistry) -> None:
    listener = PrometheusListener(registry, ("too_many_dice",))
    await listener.announce(Rolled(dice=2))
    listener.refused("too_many_dice")
    listener.crashed()
    listener.unavailable()
    listener.answered_in(0.004)

    tally = Tallies(registry).read()

    assert (tally.rolled, tally.refused, tally.crashed) == (1, 1, 2)
    assert tally.answered[0.0025] == 0
    assert tally.answered[0.005] == tally.answered[inf] == 1
