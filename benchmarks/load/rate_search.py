"""Finds the highest sustained rate in few steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from benchmarks.load.results import LoadResult

STEEP: Final = 2.0
"""The factor between two steps until a rate is not sustained."""
CLOSE: Final = 1.15
"""Rates this close count as equal, because runs at one rate differ as much."""
Measure = Callable[[float], Awaitable[LoadResult]]


async def climb(
    measure: Measure, start: float, bound: float, has_time: Callable[[], bool]
) -> list[LoadResult]:
    """Double the rate from ``start`` per second, then bisect; return all steps.

    ``has_time`` returns whether there is time for another step; the first always runs.
    """
    steps = [await measure(start)]
    good = start if steps[0].holds(bound) else 0.0
    bad = None if good else start
    while has_time():
        if bad is None:
            rate = good * STEEP
        elif not good:
            rate = bad / STEEP
        elif bad / good <= CLOSE:
            break
        else:
            rate = (bad + good) / 2
        steps.append(await measure(round(rate, 1)))
        if steps[-1].holds(bound):
            good = rate
        else:
            bad = rate
        if rate < 1:
            break
    return steps


def highest(steps: list[LoadResult], bound: float) -> LoadResult | None:
    """Return the step with the highest sustained rate, or None."""
    held = [step for step in steps if step.holds(bound)]
    return max(held, key=lambda step: step.rate, default=None)
