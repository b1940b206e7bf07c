"""``python -m ops.overhead``: what the metrics of a roll cost in time, memory and series.

And what its traces cost where they are on; where they are off they are not even imported.
"""

from __future__ import annotations

import asyncio
import math
import sys
from pathlib import Path
from resource import getpagesize
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry

from nazh.adapters.inbound.settings import DatabaseUrl, Secret, Settings
from nazh.adapters.outbound.metrics.prometheus import PrometheusListener
from nazh.adapters.outbound.tracing.traces import Origin, OtlpTraces
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.bootstrap import new_container
from nazh.domain.dice.events import Rolled
from nazh.domain.kernel.identity import PlayerId, RequestId

WARM_UP: Final = 20_000
"""Rolls until the memory of rolls and counts is full, and everything has run once."""
ROLLS: Final = 1_000_000
TRACES: Final = 200
MIB: Final = 1024 * 1024


async def main() -> None:
    """Measure, and say it in three lines."""
    container = new_container(
        Settings(token=Secret("MTAwMA.a.b"), commit="abc", database_url=DatabaseUrl("memory:"))
    )
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
        f"its traces, where they are on: {_traced(metrics, 1.0) * 1e6:.0f} µs if it is one of the "
        f"sample, else {_traced(metrics, 0.0) * 1e6:.0f} µs\n"
    )


async def _roll(roll_dice: RollDice, metrics: PrometheusListener, numbers: range) -> None:
    for number in numbers:
        await roll_dice(RollRequest(RequestId(str(number)), "a1d20+5", PlayerId(number)))
        _keep_times(metrics)


def _keep_times(metrics: PrometheusListener) -> None:
    metrics.rolled_in(0.0002)
    metrics.answered_in(0.02)


def _traced(metrics: PrometheusListener, ratio: float) -> float:
    """Return the seconds that the loop spends on the spans of a roll; sending is not the loop's."""
    origin = Origin(version="0", commit="0", environment="test")
    traces = OtlpTraces("http://127.0.0.1:9/v1/traces", ratio, origin, metrics)
    facts: dict[str, str | int | bool] = {
        "kind": "command",
        "interaction": "1",
        "command": "roll",
        "shard": 0,
    }
    best = math.inf
    for _ in range(5):
        began = perf_counter()
        for _ in range(TRACES):
            with traces.span("interaction", facts):
                with traces.span("work"), traces.span("ledger"):
                    pass
                with traces.span("answer"):
                    traces.note({"taken": True})
        best = min(best, (perf_counter() - began) / TRACES)
    traces.stop(0)
    return best


def _series(registry: CollectorRegistry) -> int:
    return sum(len(family.samples) for family in registry.collect())


def _resident() -> int:
    """Return the bytes of memory that the process holds (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()


if __name__ == "__main__":
    asyncio.run(main())
