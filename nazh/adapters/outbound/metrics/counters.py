"""Reads the process's own counters back for the status page."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.prometheus import CRASHED, UNAVAILABLE
from nazh.application.shared.status_panels import Outcomes

_RESPONSES: Final = "nazh_interaction_response_seconds_bucket"
_SERVER_ERRORS: Final = frozenset({CRASHED, UNAVAILABLE})


def outcome_reader(
    registry: CollectorRegistry, done: str, failures: str = ""
) -> Callable[[], Outcomes]:
    """Return a reader of the counter ``done``, and of ``failures`` by their label ``reason``."""
    counters = registry.restricted_registry([done, failures])

    def read() -> Outcomes:
        counts = {"done": 0, "refused": 0, "failed": 0}
        for metric in counters.collect():
            for name, labels, value, *_ in metric.samples:
                if name == done:
                    counts["done"] += int(value)
                elif name == failures:
                    is_ours = labels["reason"] in _SERVER_ERRORS
                    counts["failed" if is_ours else "refused"] += int(value)
        return Outcomes(**counts)

    return read


def response_time_reader(registry: CollectorRegistry) -> Callable[[], Mapping[float, int]]:
    """Return a reader of how many responses took no longer than each bound in seconds."""
    counters = registry.restricted_registry([_RESPONSES])

    def read() -> dict[float, int]:
        answered: dict[float, int] = {}
        for metric in counters.collect():
            for name, labels, value, *_ in metric.samples:
                if name == _RESPONSES:
                    bound = labels["le"]
                    seconds = math.inf if bound == "+Inf" else float(bound)
                    answered[seconds] = answered.get(seconds, 0) + int(value)
        return answered

    return read
