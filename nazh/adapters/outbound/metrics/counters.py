"""Reads the process's own counters back for the dashboard."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from prometheus_client import CollectorRegistry

_ROLLS: Final = "nazh_roll_success_total"
_FAILURES: Final = "nazh_roll_failed_total"
_RESPONSES: Final = "nazh_interaction_response_seconds_bucket"
_SERVER_ERRORS: Final = frozenset({"error", "unavailable"})


@dataclass(frozen=True, slots=True)
class CounterSnapshot:
    """Counts since the start. ``answered`` has, for each bound in seconds, how many were within.

    A request for which a store did not answer counts as ``crashed``.
    """

    rolled: int = 0
    refused: int = 0
    crashed: int = 0
    answered: Mapping[float, int] = field(default_factory=dict)


class CounterReader:
    """Reads the counters of a registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._counters = registry.restricted_registry([_ROLLS, _FAILURES, _RESPONSES])

    def read(self) -> CounterSnapshot:
        """Return the counts as they are now. Takes about a tenth of a millisecond."""
        rolled = refused = crashed = 0
        answered: dict[float, int] = {}
        for metric in self._counters.collect():
            for name, labels, value, *_ in metric.samples:
                if name == _ROLLS:
                    rolled = int(value)
                elif name == _FAILURES and labels["reason"] in _SERVER_ERRORS:
                    crashed += int(value)
                elif name == _FAILURES:
                    refused += int(value)
                elif name == _RESPONSES:
                    bound = labels["le"]
                    seconds = math.inf if bound == "+Inf" else float(bound)
                    answered[seconds] = answered.get(seconds, 0) + int(value)
        return CounterSnapshot(rolled, refused, crashed, answered)
