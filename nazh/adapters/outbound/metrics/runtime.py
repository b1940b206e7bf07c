"""Exports the current state of the program at each scrape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from nazh.application.shared.runtime import Bot, Gateway, Loop

_LAG_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Rest(Protocol):
    """Requests to Discord."""

    def counts(self) -> Mapping[str, int]:
        """Return how many were retried, by reason."""
        ...


class Health(Protocol):
    """The results of the probes."""

    @property
    def is_ready(self) -> bool: ...
    @property
    def is_draining(self) -> bool: ...
    def stores(self) -> Mapping[str, bool]:
        """Return which stores answer."""
        ...


class Live(Protocol):
    """The dashboard's event stream."""

    @property
    def viewers(self) -> int: ...


class Connections(Protocol):
    """The connections to the HTTP server."""

    @property
    def open(self) -> int: ...
    @property
    def unverified_bytes(self) -> int: ...
    @property
    def closed(self) -> Mapping[str, int]:
        """How many were closed at a limit, by reason."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeSources:
    """The sources that are read at each scrape. None raises or waits.

    ``shard_prefix`` begins the names of shards.
    """

    gateway: Gateway
    rest: Rest
    bot: Bot
    loop: Loop
    health: Health
    live: Live
    connections: Connections
    shard_prefix: str = ""


class RuntimeCollector(Collector):
    """Reads the sources, and yields series."""

    def __init__(self, registry: CollectorRegistry, sources: RuntimeSources) -> None:
        self._sources = sources
        registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """Yield every series with its current value."""
        yield from self._gateway_metrics()
        yield from self._process_metrics()

    def describe(self) -> Iterator[Metric]:
        """Yield nothing, so that names are not checked before values exist."""
        yield from ()

    def _gateway_metrics(self) -> Iterator[Metric]:
        connected = _shard_gauge(
            "nazh_gateway_connected", "Whether the gateway connection is open."
        )
        fresh = _shard_gauge(
            "nazh_gateway_heartbeat_healthy",
            "Whether the gateway connection is open and its heartbeats are acknowledged.",
        )
        age = _shard_gauge(
            "nazh_gateway_heartbeat_ack_age_seconds", "Time since the last acknowledged heartbeat."
        )
        latency = _shard_gauge(
            "nazh_gateway_latency_seconds", "The last measured heartbeat latency."
        )
        lost = CounterMetricFamily(
            "nazh_gateway_disconnects", "Gateway connections that were lost.", labels=["shard"]
        )
        back = CounterMetricFamily(
            "nazh_gateway_reconnects",
            "Gateway connections that were restored.",
            labels=["shard", "how"],
        )
        for shard in self._sources.gateway.shards():
            name = f"{self._sources.shard_prefix}{shard.id}"
            connected.add_metric([name], shard.is_connected)
            fresh.add_metric([name], shard.is_healthy)
            age.add_metric([name], shard.ack_age)
            if shard.latency is not None:
                latency.add_metric([name], shard.latency)
            lost.add_metric([name], shard.disconnects)
            back.add_metric([name, "resumed"], shard.resumed)
            back.add_metric([name, "identified"], shard.identified)
        yield from (connected, fresh, age, latency, lost, back)
        heartbeat = self._sources.gateway.heartbeat
        if heartbeat is not None:
            yield GaugeMetricFamily(
                "nazh_gateway_heartbeat_interval_seconds",
                "The heartbeat interval that Discord requires.",
                value=heartbeat,
            )
            yield CounterMetricFamily(
                "nazh_gateway_frames_skipped",
                "Frames from the gateway that could not be read.",
                value=self._sources.gateway.skipped_frames,
            )

    def _process_metrics(self) -> Iterator[Metric]:
        sources = self._sources
        retries = CounterMetricFamily(
            "nazh_rest_retries",
            "Requests to Discord that were retried, by reason.",
            labels=["reason"],
        )
        for reason, count in sources.rest.counts().items():
            retries.add_metric([reason], count)
        yield retries
        closed = CounterMetricFamily(
            "nazh_http_connections_closed",
            "HTTP connections that were closed at a limit, by reason.",
            labels=["reason"],
        )
        for reason, count in sources.connections.closed.items():
            closed.add_metric([reason], count)
        yield closed
        guilds = sources.bot.guilds
        if guilds is not None:
            yield GaugeMetricFamily("nazh_guilds", "Servers, as reported by Discord.", value=guilds)
        stores = GaugeMetricFamily(
            "nazh_dependency_up", "Whether a database or Redis responds.", labels=["dependency"]
        )
        for name, is_reachable in sources.health.stores().items():
            stores.add_metric([name], is_reachable)
        yield stores
        for name, text, value in (
            (
                "event_loop_lag_max_seconds",
                "Greatest event loop lag of the last minute.",
                sources.loop.worst_lag,
            ),
            ("ready", "Whether /readyz reports readiness.", sources.health.is_ready),
            ("draining", "Whether the program was told to stop.", sources.health.is_draining),
            ("interactions_in_flight", "Interactions not answered yet.", sources.bot.in_flight),
            (
                "command_sync_failed",
                "Whether the last sync of commands with Discord failed.",
                sources.bot.sync_error is not None,
            ),
            ("http_connections", "Open HTTP connections.", sources.connections.open),
            (
                "http_unverified_bytes",
                "Bytes received of HTTP requests that are not complete yet.",
                sources.connections.unverified_bytes,
            ),
            ("dashboard_viewers", "Open live streams of the dashboard.", sources.live.viewers),
        ):
            yield GaugeMetricFamily(f"nazh_{name}", text, value=float(value))


class LoopLagHistogram:
    """Records event-loop lag in a histogram."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "nazh_event_loop_lag_seconds",
            "How much later than requested the event loop resumed a sleeping task.",
            buckets=_LAG_SECONDS,
            registry=registry,
        )

    def observe_lag(self, seconds: float) -> None:
        """Record one lag."""
        self._seconds.observe(seconds)


def _shard_gauge(name: str, text: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, labels=["shard"])
