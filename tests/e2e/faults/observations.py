"""Holds the observations of one fault, a row of the suite's tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Observation:
    """One row of the suite's tables. Times in seconds since the fault; ``None``: not shown.

    Of the rolls that were ``sent`` and not ``answered``, some were ``undeliverable``: Discord had
    given up or rejected their responses, or no bot was connected. The others are ``lost``.
    ``doubled`` counts the responses beyond one per roll.
    """

    fault: str
    player: str = ""
    metric: str = ""
    health: str = ""
    log: str = ""
    alert: str = ""
    sent: int = 0
    answered: int = 0
    undeliverable: int = 0
    lost: int = 0
    doubled: int = 0
    slowest: float = 0.0
    by_health: float | None = None
    by_metric: float | None = None

    def not_looked_at(self) -> list[str]:
        """Return which of the five were not checked."""
        five = ("player", "metric", "health", "log", "alert")
        return [question for question in five if not getattr(self, question)]
