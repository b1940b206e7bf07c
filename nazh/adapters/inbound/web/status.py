"""Collects everything that the dashboard shows, without secrets or names of guilds."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from nazh.adapters.inbound.texts.json_values import Json
from nazh.adapters.inbound.web.health import Check, Health, State
from nazh.adapters.inbound.web.rates import Rates, Sampler
from nazh.application.shared.runtime import Bot, Gateway, Loop, ShardHealth


@dataclass(frozen=True, slots=True)
class Build:
    """The running version; ``source`` is the URL of its code, and may be empty."""

    version: str
    commit: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """The program's status at one time; times in seconds. No ``heartbeat`` means no gateway."""

    state: State
    is_ready: bool
    checks: tuple[Check, ...]
    build: Build
    uptime: float
    heartbeat: float | None
    shards: tuple[ShardHealth, ...]
    guilds: int | None
    in_flight: int
    worst_lag: float
    response_p99: float | None
    rates: tuple[Rates, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the state is not OK, one sentence each."""
        return tuple(f"{check.name}: {check.detail}" for check in self.checks if not check.is_ok)

    def as_json(self) -> dict[str, Json]:
        """Return the status as in ``/api/v1/status``."""
        return {
            "state": self.state.value,
            "ready": self.is_ready,
            "reasons": list(self.reasons),
            "version": self.build.version,
            "commit": self.build.commit,
            "uptime_seconds": round(self.uptime, 1),
            "guilds": self.guilds,
            "interactions_in_flight": self.in_flight,
            "event_loop_lag_max_seconds": round(self.worst_lag, 4),
            "heartbeat_interval_seconds": self.heartbeat,
            "shards": [shard_as_json(shard) for shard in self.shards],
            "response_p99_seconds": self.response_p99,
            **{rates.name: rates_as_json(rates) for rates in self.rates},
        }


class StatusReporter:
    """Collects the status."""

    def __init__(
        self,
        build: Build,
        health: Health,
        gateway: Gateway,
        loop: Loop,
        sampler: Sampler,
        bot: Bot,
    ) -> None:
        self.build = build
        self._health = health
        self._gateway = gateway
        self._loop = loop
        self._sampler = sampler
        self._bot = bot
        self._began = monotonic()

    def status(self) -> Status:
        """Return the current status."""
        return Status(
            state=self._health.state,
            is_ready=self._health.is_ready,
            checks=self._health.checks(),
            build=self.build,
            uptime=monotonic() - self._began,
            heartbeat=self._gateway.heartbeat,
            shards=tuple(self._gateway.shards()),
            guilds=self._bot.guilds,
            in_flight=self._bot.in_flight,
            worst_lag=self._loop.worst_lag,
            response_p99=self._sampler.response_p99(),
            rates=self._sampler.rates(),
        )


def rates_as_json(rates: Rates) -> dict[str, Json]:
    """Return the rates of one panel as in ``/api/v1/status``."""
    return {
        "last_minute": rates.last_minute,
        "last_ten_minutes": rates.done,
        "refused": rates.refused,
        "errors": rates.failed,
        "success_rate": rates.success,
        "per_20_seconds": list(rates.bars),
    }


def shard_as_json(shard: ShardHealth) -> dict[str, Json]:
    """Return one shard as in ``/api/v1/status``."""
    return {
        "id": shard.id,
        "connected": shard.is_connected,
        "fresh": shard.is_healthy,
        "latency_seconds": None if shard.latency is None else round(shard.latency, 6),
        "ack_age_seconds": round(shard.ack_age, 1),
    }
