"""A bot on paper, with one shard and a store: what the catalogue of metrics is written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry

from nazh.adapters.inbound.discord.rest_retries import RestRetries
from nazh.adapters.inbound.settings import Secret, Settings
from nazh.adapters.outbound.metrics.vitals import LoopLag, Signs, VitalSigns
from nazh.bootstrap import new_container


@dataclass(frozen=True, slots=True)
class _Shard:
    id: int = 0
    is_connected: bool = True
    is_fresh: bool = True
    latency: float | None = 0.1
    ack_age: float = 1.0
    disconnects: int = 0
    resumed: int = 0
    identified: int = 0


@dataclass(frozen=True, slots=True)
class _Paper:
    """Answers everything that is asked at a scrape."""

    heartbeat: float = 41.25
    guilds: int | None = 1
    in_flight: int = 0
    refusal: str | None = None
    worst_lag: float = 0.0
    is_ready: bool = True
    is_draining: bool = False
    viewers: int = 0

    def shards(self) -> Sequence[_Shard]:
        return (_Shard(),)

    def stores(self) -> Mapping[str, bool]:
        return {"postgres": True}


def specimen_registry() -> CollectorRegistry:
    """Return the registry of the bot with every series that it can have."""
    container = new_container(Settings(token=Secret("MTAwMA.a.b"), commit="0" * 40))
    container.metrics()
    registry, paper = container.registry(), _Paper()
    LoopLag(registry)
    VitalSigns(
        registry,
        Signs(gateway=paper, rest=RestRetries(), bot=paper, loop=paper, health=paper, live=paper),
    )
    return registry
