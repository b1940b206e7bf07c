"""Fallback listeners that fail the test or count."""

from __future__ import annotations

from collections import Counter


class CountingFallbacks:
    """Keeps how often each question was decided alone; satisfies ``Outages``."""

    def __init__(self) -> None:
        self.fallback: Counter[str] = Counter()

    def count_fallback(self, what: str) -> None:
        self.fallback[what] += 1


class UnexpectedFallbacks:
    """Fails where something is decided alone; satisfies ``Outages``."""

    def count_fallback(self, what: str) -> None:
        raise AssertionError(f"the {what} was decided alone")
