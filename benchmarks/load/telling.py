"""Telling: figures as a table and as JSON, progress as a bar, memory as a line of little bars."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Final

from benchmarks.load.figures import Figures
from benchmarks.load.outcome import Outcome
from benchmarks.report import machine

WIDTH: Final = 30
LEVELS: Final = "▁▂▃▄▅▆▇█"
HEADER: Final = (
    f"{'shape':<10} {'store':<10} {'rate':>7} {'answers/s':>9}  {'p50':>8} {'p99':>8} {'p99.9':>8}"
    f"  {'lost':>5} {'twice':>5} {'no':>4}  {'CPU bot':>8} {'proxy':>7} {'redis':>7}"
    f"  {'memory':>8}  {'bots':>5} {'tool':>5} {'all':>4}"
)
LEGEND: Final = """\
rate        who comes, a second; p50, p99, p99.9: milliseconds from when he came to his answer
lost        without an answer in 3 s; twice: two answers to one; no: a sentence that says no
CPU         microseconds of processor per interaction, user and system; memory: MiB of all bots
bots, tool  processors that the bots, and localcord with the crowd, took; all: of the machine
*           the generator was short of time itself: the bot may be better than this"""


def row(one: Figures) -> str:
    """Return one line of the table."""
    shape = one.shape if one.processes == 1 else f"{one.shape} × {one.processes}"
    helpers = [one.helper_cpu.get(name) for name in ("proxy", "redis")]
    proxy, redis = ("–" if cpu is None else f"{cpu:.0f} µs" for cpu in helpers)
    mark = "*" if one.is_of_the_generator else " "
    return (
        f"{shape:<10} {one.store:<10} {one.rate:>7g}{mark}{one.per_second:>9.1f}"
        f"  {_ms(one.p50)} {_ms(one.p99)} {_ms(one.p999)}"
        f"  {one.lost:>5} {one.doubled:>5} {one.denied:>4}"
        f"  {one.bot_cpu:>5.0f} µs {proxy:>7} {redis:>7}"
        f"  {one.memory:>4.0f} MiB"
        f"  {one.bot_share:>5.2f} {one.own_share:>5.2f} {one.machine_share:>4.0%}"
    )


def refusals(figures: Iterable[Figures]) -> list[str]:
    """Return what Discord had against answers, with how often."""
    return [
        f"{one.shape} at {one.rate:g}/s: {count} × {why}"
        for one in figures
        for why, count in one.refused.items()
    ]


def as_json(figures: Sequence[Figures], held: Sequence[Figures], load: float) -> dict[str, object]:
    """Return everything as one object; ``held`` are the highest rates that held."""
    return {
        "steps": [asdict(one) for one in figures],
        "highest": [asdict(one) for one in held],
        "load_before": load,
        "machine": machine(),
    }


def sparkline(values: Sequence[float], width: int = 60) -> str:
    """Return values as little bars from the smallest to the largest, averaged to ``width``."""
    if not values:
        return ""
    size = max(1, -(-len(values) // width))
    cells = [values[start : start + size] for start in range(0, len(values), size)]
    means = [sum(cell) / len(cell) for cell in cells]
    low, span = min(means), (max(means) - min(means)) or 1.0
    return "".join(LEVELS[min(7, int((mean - low) / span * 8))] for mean in means)


class Bar:
    """A bar on standard error, where somebody watches; nothing elsewhere."""

    def __init__(self, title: str, whole: float, unit: str) -> None:
        self._title, self._whole, self._unit = title, whole, unit
        self._is_watched = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._shown = -1

    def show(self, done: float, outcome: Outcome) -> None:
        """Draw, when there is anything new."""
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


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:>5.1f} ms" if seconds < float("inf") else f"{'–':>8}"
