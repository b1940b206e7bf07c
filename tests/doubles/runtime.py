"""A program with shards, a loop, stores and counts as set by the test."""

from __future__ import annotations

from dataclasses import dataclass, field

from nazh.application.shared.runtime import ShardHealth
from nazh.application.shared.status_panels import Outcomes, StatusPanel


@dataclass(frozen=True, slots=True)
class FakeShard(ShardHealth):
    id: int = 0
    is_connected: bool = True
    is_healthy: bool = True
    latency: float | None = 0.05
    ack_age: float = 1.0
    disconnects: int = 0
    resumed: int = 0
    identified: int = 0


@dataclass
class FakeGateway:
    watched: tuple[FakeShard, ...] = field(default_factory=lambda: (FakeShard(),))
    heartbeat: float = 41.25
    skipped_frames: int = 0

    def shards(self) -> tuple[FakeShard, ...]:
        return self.watched


@dataclass
class FakeLoop:
    age: float = 0.1
    worst_lag: float = 0.002


@dataclass
class FakeBot:
    guilds: int | None = 3
    in_flight: int = 0
    sync_error: str | None = None
    missing_intent: str | None = None
    overload: str | None = None


@dataclass
class FixedStore:
    answer: bool = True

    async def is_reachable(self) -> bool:
        return self.answer


@dataclass
class FakeCounters:
    outcomes: Outcomes = field(default_factory=Outcomes)

    def read(self) -> Outcomes:
        return self.outcomes

    @property
    def panel(self) -> StatusPanel:
        return StatusPanel("rolls", self.read)
