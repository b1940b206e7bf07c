"""NoOutages and CountedOutages: what was decided alone."""

from __future__ import annotations

from collections import Counter


class CountedOutages:
    """Keeps how often each question was decided alone; satisfies ``Outages``."""

    def __init__(self) -> None:
        self.alone: Counter[str] = Counter()

    def decided_alone(self, what: str) -> None:
        self.alone[what] += 1


class NoOutages:
    """Fails where something is decided alone; satisfies ``Outages``."""

    def decided_alone(self, what: str) -> None:
        raise AssertionError(f"the {what} was decided alone")
