"""Runs the fault tests and prints two Markdown tables (``python -m tests.e2e.faults``).

Arguments go to pytest. The exit status is pytest's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tests.e2e.faults.observations import Observation

HERE = Path(__file__).parent
SIGNS = ("fault", "users see", "metric", "health", "log", "alerts, if it lasts")
FIGURES = (
    *("fault", "sent", "answered", "undeliverable", "lost", "duplicates"),
    *("slowest response", "shown in health after", "shown in metrics after"),
)


class Listener:
    """Collects the observations, also from worker processes."""

    def __init__(self) -> None:
        self._observations: list[tuple[str, int, Observation]] = []

    @property
    def observations(self) -> list[Observation]:
        """The observations in the order of the test files."""
        return [
            observation for *_, observation in sorted(self._observations, key=lambda row: row[:2])
        ]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Store a test's observation at its end."""
        if report.when == "teardown":
            file, line, _ = report.location
            rows = [value for name, value in report.user_properties if name == "fault"]
            observations = [Observation(**row) for row in rows if isinstance(row, dict)]
            self._observations.extend(
                (file, line or 0, observation) for observation in observations
            )


def tables(observations: Sequence[Observation]) -> str:
    """Return both tables."""
    signs = [
        (row.fault, row.player, row.metric, row.health, row.log, row.alert) for row in observations
    ]
    figures = [
        (
            *(
                row.fault,
                row.sent,
                row.answered,
                row.undeliverable,
                row.lost,
                row.doubled,
            ),
            *(
                _seconds(row.slowest),
                _seconds(row.by_health),
                _seconds(row.by_metric),
            ),
        )
        for row in observations
    ]
    return f"{_table(SIGNS, signs)}\n{_table(FIGURES, figures)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _seconds(seconds: float | None) -> str:
    return f"{seconds:.1f} s" if seconds else "–"


def main(arguments: Sequence[str]) -> int:
    """Run the suite, then print the tables."""
    listener = Listener()
    status = pytest.main([str(HERE), *arguments], plugins=[listener])
    sys.stdout.write(f"\n{tables(listener.observations)}")
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
