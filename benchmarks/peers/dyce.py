"""Computes odds with dyce. ``more`` is added to every face, as for icepool."""

from __future__ import annotations

from dyce import H, P, explode_n

_BONUS = {1: (2, "threat"), 2: (4, "threat"), 3: (0, ""), 4: (0, ""), 5: (0, "opportunity")}


def _die(sides: int, more: int) -> H[int]:
    return H(dict.fromkeys(range(1 + more, sides + 1 + more), 1))


def total(count: int, sides: int, more: int) -> object:
    """Return the distribution of a sum."""
    return count @ _die(sides, more)


def highest(count: int, sides: int, keep: int, more: int) -> object:
    """Return the distribution of the sum of the highest dice."""
    return (count @ P(_die(sides, more))).at(slice(count - keep, None))


def exploding(count: int, sides: int, more: int) -> object:
    """Return the distribution of a sum of dice that explode at most three times."""
    return count @ explode_n(_die(sides, more), n=3)


def with_plot_die(more: int) -> object:
    """Return the joint distribution of total and outcome, with advantage and a plot die."""
    best = (2 @ P(_die(20, more))).at(-1)
    joint: dict[tuple[int, str], int] = {}
    for face, ways in best.items():
        for plot in range(1, 7):
            bonus, outcome = _BONUS.get(plot, (0, "opportunity"))
            key = (face + 5 + bonus, outcome)
            joint[key] = joint.get(key, 0) + ways
    return joint
