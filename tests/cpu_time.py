"""How long something keeps the processor, whatever else the machine does."""

from collections.abc import Callable
from time import process_time
from typing import Final

AT_ONCE: Final = 0.025
"""Seconds. A quiet machine needs less than a fifth of it, and what grows without bound far more."""


def min_cpu_seconds(action: Callable[[], object], times: int = 5) -> float:
    """Return the processor time that the quickest of some ``times`` took."""
    took = []
    for _ in range(times):
        started = process_time()
        action()
        took.append(process_time() - started)
    return min(took)
