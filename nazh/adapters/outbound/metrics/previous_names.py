"""Exports renamed metrics under their previous names too, for one release.

Rules and dashboards for the previous release continue to work (docs/adr/0033).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from prometheus_client.core import Metric
from prometheus_client.registry import Collector


@dataclass(frozen=True, slots=True)
class PreviousName:
    """The previous name of a metric, without the ``_total`` of a counter.

    ``labels`` has its previous labels by the current ones, and ``values`` the previous values of
    them; series that differ only in other labels are added up.
    """

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def apply_to(self, metric: Metric) -> Metric:
        """Return ``metric`` under its previous name and labels."""
        sums: dict[tuple[str, tuple[tuple[str, str], ...]], float] = {}
        kept = {"le": "le", **self.labels}
        for sample in metric.samples:
            labels = tuple(
                (kept[label], self.values.get(value, value))
                for label, value in sample.labels.items()
                if label in kept
            )
            key = self.name + sample.name.removeprefix(metric.name), labels
            sums[key] = sums.get(key, 0) + sample.value
        renamed = Metric(self.name, f"Renamed to {metric.name}.", metric.type)
        for (name, labels), value in sums.items():
            renamed.add_sample(name, dict(labels), value)
        return renamed


_REASON: Final = {"reason": "reason"}
_SHARD: Final = {"shard": "shard"}
PREVIOUS_NAMES: Final[Mapping[str, PreviousName]] = {
    "nazh_interaction_response_seconds": PreviousName("nazh_interaction_ack_seconds"),
    "nazh_interaction_responses_failed": PreviousName("nazh_answers_lost", _REASON),
    "nazh_redis_fallback": PreviousName(
        "nazh_decided_alone",
        {"operation": "question"},
        {"rate_limit": "turn", "debounce": "tap", "idempotency": "errand"},
    ),
    "nazh_roll_builders_opened": PreviousName("nazh_build_requests"),
    "nazh_gm_notifications_failed": PreviousName("nazh_notices_lost"),
    "nazh_gateway_heartbeat_healthy": PreviousName("nazh_gateway_fresh", _SHARD),
    "nazh_gateway_heartbeat_ack_age_seconds": PreviousName("nazh_gateway_ack_age_seconds", _SHARD),
    "nazh_command_sync_failed": PreviousName("nazh_commands_refused"),
    "nazh_crash_reports_dropped": PreviousName("nazh_reports_dropped", _REASON),
    "nazh_dependency_up": PreviousName(
        "nazh_store_reachable", {"dependency": "store"}, {"database": "rolls"}
    ),
}
"""Previous names by current name, without ``_total``."""


class WithPreviousNames(Collector):
    """Yields the metrics of another collector, and renamed ones twice."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector

    def collect(self) -> Iterator[Metric]:
        """Yield every metric with its current value."""
        for metric in self._collector.collect():
            yield metric
            previous = PREVIOUS_NAMES.get(metric.name)
            if previous is not None:
                yield previous.apply_to(metric)
