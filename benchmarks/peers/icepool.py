"""Computes odds with icepool. ``more`` is added to every face, so that caches do not help."""

from __future__ import annotations

import icepool  # type: ignore[import-untyped]  # it has no types of its own

_BONUS = {1: (2, "threat"), 2: (4, "threat"), 3: (0, ""), 4: (0, ""), 5: (0, "opportunity")}


def _die(sides: int, more: int) -> icepool.Die[int]:
    return icepool.Die(range(1 + more, sides + 1 + more))


def total(count: int, sides: int, more: int) -> object:
    """Return the distribution of a sum."""
    return count @ _die(sides, more)


def highest(count: int, sides: int, keep: int, more: int) -> object:
    """Return the distribution of the sum of the highest dice."""
    return _die(sides, more).highest(count, keep)


def exploding(count: int, sides: int, more: int) -> object:
    """Return the distribution of a sum of dice that explode at most three times."""
    return count @ _die(sides, more).explode(depth=3)


def with_plot_die(more: int) -> object:
    """Return the joint distribution of total and outcome, with advantage and a plot die."""
    plot = icepool.d6.map({face: _BONUS.get(face, (0, "opportunity")) for face in range(1, 7)})
    best = _die(20, more).highest(2)
    return icepool.map(
        lambda face, plot_outcome: (face + 5 + plot_outcome[0], plot_outcome[1]), best, plot
    )
