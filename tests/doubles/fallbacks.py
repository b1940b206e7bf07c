"""Fallback listeners that fail the test or count."""

from __future__ import annotations

from collections import Counter


class CountingFallbacks:
    """Counts fallbacks by operation; satisfies ``Outages``."""

    def __init__(self) -> None:
        self.fallback: Counter[str] = Counter()

    def count_fallback(self, what: str) -> None:
        self.fallback[what] += 1


class UnexpectedFallbacks:
    """Fails on any fallback; satisfies ``Outages``."""

    def count_fallback(self, what: str) -> None:
        raise AssertionError(f"the {what} was decided alone")
