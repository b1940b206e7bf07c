"""Exports the states and restarts of faces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from nazh.adapters.outbound.metrics.prometheus import LOG_LOSSES
from nazh.adapters.outbound.metrics.runtime import Health
from nazh.application.keep.faces.supervise_faces import FaceStatus
from nazh.domain.keep.faces import FaceState


class FaceCollector(Collector):
    """Reads the statuses at each scrape. The operator names the faces, at most 20."""

    def __init__(self, registry: CollectorRegistry, statuses: Mapping[str, FaceStatus]) -> None:
        self._statuses = statuses
        registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """Yield a series for each face and state, and one for its restarts."""
        state = GaugeMetricFamily(
            "nazh_keep_face_state",
            "Whether a face is in this state.",
            labels=["face", "state"],
        )
        restarts = CounterMetricFamily(
            "nazh_keep_face_restarts",
            "Restarts of a face after a crash.",
            labels=["face"],
        )
        for face, status in self._statuses.items():
            restarts.add_metric([face], status.restarts)
            for possible in FaceState:
                state.add_metric([face, possible.value], status.state is possible)
        yield state
        yield restarts


def export_readiness(registry: CollectorRegistry, health: Health) -> None:
    """Export the same series of readiness as a bot, so that the same alert fires."""
    for name, meaning, read in (
        ("ready", "Whether /readyz reports readiness.", lambda: float(health.is_ready)),
        ("draining", "Whether the program was told to stop.", lambda: float(health.is_draining)),
    ):
        Gauge(f"nazh_{name}", meaning, registry=registry).set_function(read)


class LogLosses:
    """Counts lost records of the log; satisfies ``LogLossCounter``."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._dropped = Counter(
            "nazh_log_records_dropped",
            "Log records that were dropped, by reason.",
            ["reason"],
            registry=registry,
        )
        for reason in LOG_LOSSES:
            self._dropped.labels(reason)

    def count_lost_record(self, reason: str) -> None:
        self._dropped.labels(reason).inc()
