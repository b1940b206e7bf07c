"""Tests a connection's health by its heartbeat acknowledgements."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import hikari

from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.gateway_health import GatewayHealth, HeartbeatWatch
from nazh.application.shared.runtime import ShardHealth

LONGEST = 20.0


@dataclass
class MonitoredShard:
    id: int = 0
    is_connected: bool = True
    heartbeat_latency: float = float("nan")

    def acknowledge(self, latency: str = "0.05") -> None:
        self.heartbeat_latency = float(latency)  # a new object each time, as hikari's


def test_shard_is_unhealthy_before_first_heartbeat_ack() -> None:
    line = MonitoredShard()
    watch = HeartbeatWatch(line, 100.0)

    assert watch.health(101.0, LONGEST) == ShardHealth(0, True, False, None, 1.0, 0, 0, 0)

    line.acknowledge()
    watch.poll(102.0)

    assert watch.health(103.0, LONGEST) == ShardHealth(0, True, True, 0.05, 1.0, 0, 0, 0)


def test_two_acknowledgements_that_took_equally_long_are_two() -> None:
    line = MonitoredShard()
    watch = HeartbeatWatch(line, 100.0)
    line.acknowledge("0.05")
    watch.poll(101.0)
    line.acknowledge("0.05")
    watch.poll(111.0)

    assert watch.health(112.0, LONGEST).ack_age == 1.0


def test_a_frozen_latency_grows_old() -> None:
    line = MonitoredShard()
    line.acknowledge()
    watch = HeartbeatWatch(line, 100.0)
    for now in (110.0, 119.0):
        watch.poll(now)
        assert watch.health(now, LONGEST).is_healthy

    watch.poll(120.0)

    assert watch.health(120.0, LONGEST).is_healthy is False
    assert watch.health(120.0, LONGEST).latency == 0.05


def test_new_connection_needs_its_own_ack() -> None:
    line = MonitoredShard()
    line.acknowledge()
    watch = HeartbeatWatch(line, 100.0)
    watch.disconnected()

    assert watch.health(101.0, LONGEST).is_healthy is False

    line.acknowledge()
    watch.poll(102.0)

    assert watch.health(102.0, LONGEST).is_healthy
    assert watch.health(102.0, LONGEST).disconnects == 1


def test_only_connected_shards_are_healthy() -> None:
    line = MonitoredShard()
    line.acknowledge()
    watch = HeartbeatWatch(line, 100.0)
    line.is_connected = False

    assert watch.health(101.0, LONGEST).is_healthy is False


def test_the_first_session_is_no_reconnect() -> None:
    watch = HeartbeatWatch(MonitoredShard(), 100.0)
    watch.identify()
    assert watch.health(101.0, LONGEST).identified == 0

    watch.identify()
    watch.resume()

    assert (watch.health(101.0, LONGEST).identified, watch.health(101.0, LONGEST).resumed) == (1, 1)


def test_going_on_with_a_kept_session_is_no_reconnect() -> None:
    watch = HeartbeatWatch(MonitoredShard(), 100.0)
    watch.resume()
    assert watch.health(101.0, LONGEST).resumed == 0

    watch.identify()

    assert (watch.health(101.0, LONGEST).identified, watch.health(101.0, LONGEST).resumed) == (1, 0)


async def test_what_happens_to_a_connection_is_counted_for_its_shard() -> None:
    listeners: dict[object, Callable[[object], Awaitable[None]]] = {}
    shards = {id: MonitoredShard(id) for id in (0, 1)}
    bot: Any = SimpleNamespace(shards=shards, subscribe=listeners.__setitem__)
    health = GatewayHealth(bot, FrameReader())

    async def happen(event: type[hikari.Event], times: int) -> None:
        for _ in range(times):
            await listeners[event](SimpleNamespace(shard=shards[1]))

    await happen(hikari.ShardReadyEvent, 2)  # the first one is no reconnect
    await happen(hikari.ShardDisconnectedEvent, 3)
    await happen(hikari.ShardResumedEvent, 2)

    counts = [
        (shard.id, shard.identified, shard.disconnects, shard.resumed) for shard in health.shards()
    ]
    assert counts == [(0, 0, 0, 0), (1, 1, 3, 2)]
