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
import orjson
from hikari.internal.data_binding import JSONArray, JSONObject

from nazh.application.shared.runtime import ShardHealth

DEFAULT_HEARTBEAT: Final = 41.25
MAX_MISSED_HEARTBEATS: Final = 2
"""Heartbeats without an acknowledgement after which a shard counts as unhealthy."""
_HELLO: Final = 10
_MAX_HELLO_BYTES: Final = 512
_READY: Final = b'"READY"'
_GUILDS: Final = b'"guilds":['


class HelloListener:
    """Decodes JSON for hikari, and reads the heartbeat interval from Discord's HELLO."""

    def __init__(self) -> None:
        self.heartbeat = DEFAULT_HEARTBEAT

    def __call__(self, text: str | bytes) -> JSONArray | JSONObject:
        """Return the decoded ``text``. Raises ``ValueError`` as the usual decoder does."""
        if len(text) > _MAX_HELLO_BYTES and isinstance(text, bytes):
            text = _without_guilds(text)
        payload: JSONArray | JSONObject = orjson.loads(text)
        if (
            len(text) < _MAX_HELLO_BYTES
            and isinstance(payload, dict)
            and payload.get("op") == _HELLO
        ):
            hello = payload.get("d")
            interval = hello.get("heartbeat_interval") if isinstance(hello, dict) else None
            if isinstance(interval, int | float) and interval > 0:
                self.heartbeat = interval / 1000
        return payload


def _without_guilds(text: bytes) -> bytes:
    """Return a READY payload without its guild ids, which are not used.

    Decoded they would take 350 bytes each, in memory that is not returned to the system.
    """
    if _READY not in text[:64]:
        return text
    begin = text.find(_GUILDS) + len(_GUILDS)
    end = text.find(b"]", begin)
    is_plain = begin >= len(_GUILDS) and end > 0 and text.find(b"[", begin, end) < 0
    return text[:begin] + text[end:] if is_plain else text


class GatewayHealth:
    """Monitors the shards of this process."""

    def __init__(
        self, bot: hikari.GatewayBot, hello: HelloListener, now: Callable[[], float] = monotonic
    ) -> None:
        self._bot = bot
        self._hello = hello
        self._now = now
        self._watches: dict[int, HeartbeatWatch] = {}
        bot.subscribe(hikari.ShardReadyEvent, self._on_ready)
        bot.subscribe(hikari.ShardResumedEvent, self._on_resumed)
        bot.subscribe(hikari.ShardDisconnectedEvent, self._on_disconnected)

    @property
    def heartbeat(self) -> float:
        """The seconds between two heartbeats."""
        return self._hello.heartbeat

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
