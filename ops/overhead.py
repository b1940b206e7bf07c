"""``python -m ops.overhead``: what the metrics of a roll cost in time, memory and series."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from resource import getpagesize
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry

from nazh.adapters.inbound.settings import Secret, Settings
from nazh.adapters.outbound.metrics.prometheus import PrometheusListener
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.bootstrap import new_container
from nazh.domain.dice.events import Rolled
from nazh.domain.kernel.identity import PlayerId, RequestId

WARM_UP: Final = 20_000
"""Rolls until the memory of rolls is full, and everything has run once."""
ROLLS: Final = 1_000_000
MIB: Final = 1024 * 1024


async def main() -> None:
    """Measure, and say it in three lines."""
    container = new_container(Settings(token=Secret("MTAwMA.a.b"), commit="abc"))
    metrics, roll_dice, registry = container.metrics(), container.roll_dice(), container.registry()
    await _roll(roll_dice, metrics, range(WARM_UP))
    series, memory = _series(registry), _resident()
    began = perf_counter()
    await _roll(roll_dice, metrics, range(WARM_UP, WARM_UP + ROLLS))
    whole, grown = (perf_counter() - began) / ROLLS, _resident() - memory
    began = perf_counter()
    for _ in range(WARM_UP):
        await metrics.announce(Rolled(3))
        _keep_times(metrics)
    share = (perf_counter() - began) / WARM_UP
    sys.stdout.write(
        f"a roll on record: {whole * 1e6:.1f} µs, of these its metrics: {share * 1e6:.1f} µs\n"
        f"memory after {ROLLS:,} rolls: {grown / MIB:+.1f} MiB\n"
        f"series: {series}, after {ROLLS:,} rolls {_series(registry) - series:+d}\n"
    )


async def _roll(roll_dice: RollDice, metrics: PrometheusListener, numbers: range) -> None:
    for number in numbers:
        await roll_dice(RollRequest(RequestId(str(number)), "a1d20+5", PlayerId(number)))
        _keep_times(metrics)


def _keep_times(metrics: PrometheusListener) -> None:
    metrics.rolled_in(0.0002)
    metrics.answered_in(0.02)


def _series(registry: CollectorRegistry) -> int:
    return sum(len(family.samples) for family in registry.collect())


def _resident() -> int:
    """Return the bytes of memory that the process holds (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()


if __name__ == "__main__":
    asyncio.run(main())
