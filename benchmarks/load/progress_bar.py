"""Shows a progress bar on standard error, if it is a terminal."""

from __future__ import annotations

import os
import sys
from typing import Final

from benchmarks.load.outcomes import Outcome

WIDTH: Final = 30


class ProgressBar:
    """The progress of one step; ``whole`` is its end."""

    def __init__(self, title: str, whole: float, unit: str) -> None:
        self._title, self._whole, self._unit = title, whole, unit
        self._is_watched = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._shown = -1

    def show(self, done: float, outcome: Outcome) -> None:
        """Redraw the elapsed seconds and the outcomes after a change."""
        cell = int(done / self._whole * WIDTH * 4)
        if not self._is_watched or cell == self._shown:
            return
        self._shown = cell
        filled = min(WIDTH, cell // 4)
        bar = "█" * filled + "░" * (WIDTH - filled)
        counts = f"{outcome.sent} settled, {outcome.lost} lost"
        sys.stderr.write(
            f"\r\033[K{self._title} {bar} {done:.0f}/{self._whole:.0f} {self._unit}, {counts}"
        )
        sys.stderr.flush()

    def clear(self) -> None:
        if self._is_watched:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
