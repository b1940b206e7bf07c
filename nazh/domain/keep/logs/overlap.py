"""Finds the new lines of a log when only its last lines are available."""

from __future__ import annotations

from collections.abc import Sequence


def overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many lines at the end of ``before`` equal the lines at the start of ``after``.

    It is the greatest such number. Takes linear time (Knuth-Morris-Pratt).
    """
    if not after:
        return 0
    fallbacks = [0]
    matched = 0
    for line in after[1:]:
        matched = _next(after, fallbacks, matched, line)
        fallbacks.append(matched)
    matched = 0
    for line in before:
        if matched == len(after):
            matched = fallbacks[-1]
        matched = _next(after, fallbacks, matched, line)
    return matched


def _next(after: Sequence[str], fallbacks: Sequence[int], matched: int, line: str) -> int:
    """Return how many lines of ``after`` match once ``line`` follows ``matched`` of them."""
    while matched and after[matched] != line:
        matched = fallbacks[matched - 1]
    return matched + (after[matched] == line)
