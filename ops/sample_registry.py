"""Builds the metrics registry of a sample bot with one shard and one database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from prometheus_client import CollectorRegistry

from nazh.adapters.inbound.discord.interactions.sending.rest_retry_counter import RestRetryCounter
from nazh.adapters.inbound.settings import (
    DatabaseSettings,
    DatabaseUrl,
    DiscordSettings,
    ProgramSettings,
    Secret,
    Settings,
)
from nazh.adapters.outbound.metrics.keep.faces import FaceCollector
from nazh.adapters.outbound.metrics.queued_messages import queue_metrics
from nazh.adapters.outbound.metrics.runtime import (
    LoopLagHistogram,
    RuntimeCollector,
    RuntimeSources,
)
from nazh.application.keep.faces.supervise_faces import FaceStatus
from nazh.application.shared.runtime import ShardHealth
from nazh.wiring.contexts import CONTEXTS
from nazh.wiring.program import new_program

_SHARD: Final = ShardHealth(
    id=0,
    is_connected=True,
    is_healthy=True,
    latency=0.1,
    ack_age=1.0,
    disconnects=0,
    resumed=0,
    identified=0,
)


@dataclass(frozen=True, slots=True)
class _SampleBot:
    """Provides every value that a scrape reads."""

    heartbeat: float = 41.25
    skipped_frames: int = 0
    guilds: int | None = 1
    in_flight: int = 0
    sync_error: str | None = None
    missing_intent: str | None = None
    overload: str | None = None
    age: float = 0.0
    worst_lag: float = 0.0
    is_ready: bool = True
    is_draining: bool = False
    viewers: int = 0
    open: int = 0
    unverified_bytes: int = 0
    closed: Mapping[str, int] = field(
        default_factory=lambda: {"too_many": 0, "too_slow": 0, "too_large": 0}
    )

    def shards(self) -> Sequence[ShardHealth]:
        return (_SHARD,)

    def stores(self) -> Mapping[str, bool]:
        return {"postgres": True}


def sample_registry() -> CollectorRegistry:
    """Return the bot's registry with all of its series."""
    settings = Settings(
        DiscordSettings(Secret("MTAwMA.a.b")),
        ProgramSettings(commit="0" * 40),
        database=DatabaseSettings(DatabaseUrl("sqlite:///unused")),
    )
    program = new_program(settings)
    for name, context in CONTEXTS.items():
        if name not in settings.program.contexts:
            context.load(program.platform)
    registry, sample_bot = program.platform.registry(), _SampleBot()
    metrics = program.platform.metrics()
    metrics.register("dice", "roll")
    metrics.observe_use_case("roll", 0.0002)
    metrics.observe_response("roll", 0.02)
    LoopLagHistogram(registry)
    queue_metrics(registry)
    FaceCollector(registry, {"dice": FaceStatus()})
    program.operations.job_runner()
    RuntimeCollector(
        registry,
        RuntimeSources(
            gateway=sample_bot,
            rest=RestRetryCounter(),
            bot=sample_bot,
            loop=sample_bot,
            health=sample_bot,
            live=sample_bot,
            connections=sample_bot,
        ),
    )
    return registry
