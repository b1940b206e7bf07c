"""Measures CPU time, which does not depend on other load."""

from collections.abc import Callable
from time import process_time
from typing import Final

AT_ONCE: Final = 0.025
"""Seconds. An idle machine needs less than a half of it; unbounded growth exceeds it by far."""


def min_cpu_seconds(action: Callable[[], object], times: int = 5) -> float:
    """Return the minimum CPU time of some ``times``."""
    took = []
    for _ in range(times):
        started = process_time()
        action()
        took.append(process_time() - started)
    return min(took)
