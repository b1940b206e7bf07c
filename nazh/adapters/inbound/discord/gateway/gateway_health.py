"""Measures the health of each shard by its heartbeat acknowledgements, not by its latency.

hikari's latency keeps its last value when acknowledgements stop, and the shard still counts as
alive. But each acknowledgement creates a new float object, and the last one seen is kept here: an
``is not`` comparison detects every acknowledgement, even one with exactly the same latency.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from time import monotonic
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.application.shared.runtime import ShardHealth

MAX_MISSED_HEARTBEATS: Final = 2
"""Heartbeats without an acknowledgement after which a shard counts as unhealthy."""


class GatewayHealth:
    """Monitors the shards of this process."""

    def __init__(
        self, bot: hikari.GatewayBot, frames: FrameReader, now: Callable[[], float] = monotonic
    ) -> None:
        self._bot = bot
        self._frames = frames
        self._now = now
        self._watches: dict[int, HeartbeatWatch] = {}
        bot.subscribe(hikari.ShardReadyEvent, self._on_ready)
        bot.subscribe(hikari.ShardResumedEvent, self._on_resumed)
        bot.subscribe(hikari.ShardDisconnectedEvent, self._on_disconnected)

    @property
    def heartbeat(self) -> float:
        """The seconds between two heartbeats."""
        return self._frames.heartbeat

    @property
    def skipped_frames(self) -> int:
        """How many frames were skipped because they could not be read."""
        return self._frames.skipped

    def poll(self) -> None:
        """Record new acknowledgements. Call it about once a second."""
        for shard in self._bot.shards.values():
            self._watch(shard)

    def shards(self) -> tuple[ShardHealth, ...]:
        """Return the current state of all shards seen so far, by number."""
        self.poll()
        now, max_age = self._now(), MAX_MISSED_HEARTBEATS * self.heartbeat
        return tuple(self._watches[id].health(now, max_age) for id in sorted(self._watches))

    def _watch(self, shard: hikari.api.GatewayShard) -> HeartbeatWatch:
        watch = self._watches.get(shard.id)
        if watch is None:
            watch = self._watches[shard.id] = HeartbeatWatch(shard, self._now())
        watch.poll(self._now())
        return watch

    async def _on_ready(self, event: hikari.ShardReadyEvent) -> None:
        self._watch(event.shard).identify()

    async def _on_resumed(self, event: hikari.ShardResumedEvent) -> None:
        self._watch(event.shard).resume()

    async def _on_disconnected(self, event: hikari.ShardDisconnectedEvent) -> None:
        self._watch(event.shard).disconnected()


class MonitoredShard(Protocol):
    """The attributes of a hikari shard that are monitored."""

    @property
    def id(self) -> int: ...
    @property
    def is_connected(self) -> bool: ...
    @property
    def heartbeat_latency(self) -> float:
        """A new object after every acknowledgement; NaN before the first."""
        ...


class HeartbeatWatch:
    """A shard and its recorded heartbeats."""

    def __init__(self, shard: MonitoredShard, now: float) -> None:
        self._shard = shard
        self._latency = shard.heartbeat_latency
        self._acked_at = now
        # Acknowledgements from before this connection are not counted.
        self._is_acknowledged = not isnan(self._latency)
        # The first connection is no reconnect, even if it resumes a stored session.
        self._has_started = False
        self.disconnects = self.resumed = self.identified = 0

    def poll(self, now: float) -> None:
        """Record a new acknowledgement."""
        latency = self._shard.heartbeat_latency
        if latency is not self._latency:
            self._latency = latency
            self._acked_at = now
            self._is_acknowledged = True

    def disconnected(self) -> None:
        """Record that the connection was lost."""
        self.disconnects += 1
        self._is_acknowledged = False

    def identify(self) -> None:
        """Record that the connection has a new session."""
        self.identified += self._has_started
        self._has_started = True

    def resume(self) -> None:
        """Record that the connection resumed a session."""
        self.resumed += self._has_started
        self._has_started = True

    def health(self, now: float, max_age: float) -> ShardHealth:
        """Return the current state, with acknowledgements of at most ``max_age`` seconds."""
        shard, age = self._shard, now - self._acked_at
        return ShardHealth(
            id=shard.id,
            is_connected=shard.is_connected,
            is_healthy=shard.is_connected and self._is_acknowledged and age < max_age,
            latency=None if isnan(self._latency) else self._latency,
            ack_age=age,
            disconnects=self.disconnects,
            resumed=self.resumed,
            identified=self.identified,
        )
