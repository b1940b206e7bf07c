"""Measures the time, memory and series of a recorded roll (``python -m ops.memory_overhead``).

It also measures the share of metrics, and of traces if they are on. Without traces their code is
not imported.
"""

from __future__ import annotations

import asyncio
import math
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path
from resource import getpagesize
from time import perf_counter, process_time
from typing import Final

from prometheus_client import CollectorRegistry

from nazh.adapters.inbound.settings import (
    DatabaseSettings,
    DatabaseUrl,
    DiscordSettings,
    Secret,
    Settings,
)
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics
from nazh.adapters.outbound.tracing.traces import OtlpTraces, ServiceIdentity
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice.events import Rolled
from nazh.domain.kernel.identity import RequestId, UserId
from nazh.wiring.dice.container import DiceContainer
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import assemble

FILLING: Final = 20_000
"""Rolls, each by another player, until all bounded caches are full. A leak shows as growth after
that."""
ROLLS: Final = 1_000_000
ROLLS_IN_A_FILE: Final = 100_000
TRACES: Final = 200
MIB: Final = 1024 * 1024


def main() -> None:
    """Run each measurement in a new process and print its results."""
    for measure in (in_memory, in_a_file):
        process = get_context("spawn").Process(target=measure)
        process.start()
        process.join()


def in_memory() -> None:
    """Print the cost of rolls with the memory store."""
    asyncio.run(_in_memory())


def in_a_file() -> None:
    """Print the memory growth of rolls with SQLite."""
    asyncio.run(_in_a_file())


async def _in_memory() -> None:
    platform, dice = _containers("memory:")
    metrics, roll_dice, registry = platform.metrics(), dice.roll_dice(), platform.registry()
    events = platform.events()
    await _roll(roll_dice, metrics, range(1))
    fresh = resident()
    await _roll(roll_dice, metrics, range(1, FILLING))
    series, full = _series(registry), resident()
    began = process_time()
    await _roll(roll_dice, metrics, range(FILLING, FILLING + ROLLS))
    whole, after = (process_time() - began) / ROLLS, resident()
    began = process_time()
    for _ in range(FILLING):
        await events.publish(Rolled(3))
        _keep_times(metrics)
    share = (process_time() - began) / FILLING
    sys.stdout.write(
        f"a recorded roll: {whole * 1e6:.1f} µs of CPU, of which metrics: {share * 1e6:.1f} µs\n"
        f"{_growth('memory', fresh, full, after, ROLLS)}\n"
        f"series: {series}, after {ROLLS:,} rolls {_series(registry) - series:+d}\n"
        f"traces, if enabled: {_traced(metrics, 1.0) * 1e6:.0f} µs for a sampled roll, "
        f"else {_traced(metrics, 0.0) * 1e6:.0f} µs\n"
    )


async def _in_a_file() -> None:
    with tempfile.TemporaryDirectory() as folder:
        platform, dice = _containers(f"sqlite:///{folder}/nazh.sqlite3")
        store, metrics, roll_dice = platform.store(), platform.metrics(), dice.roll_dice()
        await store.open()
        await _roll(roll_dice, metrics, range(1))
        fresh = resident()
        await _roll(roll_dice, metrics, range(1, FILLING))
        full = resident()
        await _roll(roll_dice, metrics, range(FILLING, FILLING + ROLLS_IN_A_FILE))
        sys.stdout.write(f"{_growth('SQLite', fresh, full, resident(), ROLLS_IN_A_FILE)}\n")
        await store.close()


def _containers(address: str) -> tuple[PlatformContainer, DiceContainer]:
    platform = PlatformContainer(
        settings=Settings(
            DiscordSettings(Secret("MTAwMA.a.b")), database=DatabaseSettings(DatabaseUrl(address))
        )
    )
    dice = DiceContainer(platform=platform)
    assemble(platform, (dice.context(),))
    return platform, dice


def _growth(kept_in: str, fresh: int, full: int, after: int, rolls: int) -> str:
    return (
        f"kept in {kept_in}: {(full - fresh) / MIB:+.1f} MiB until bounded caches are full, "
        f"{(after - full) / MIB:+.1f} MiB after {rolls:,} rolls more"
    )


async def _roll(roll_dice: RollDice, metrics: PrometheusMetrics, numbers: range) -> None:
    for number in numbers:
        await roll_dice(RollRequest(RequestId(str(number)), "a1d20+5", UserId(number)))
        _keep_times(metrics)


def _keep_times(metrics: PrometheusMetrics) -> None:
    metrics.observe_use_case("roll", 0.0002)
    metrics.observe_response("roll", 0.02)


def _traced(metrics: PrometheusMetrics, ratio: float) -> float:
    """Return the seconds that the loop spends on the spans of a roll; a thread sends them."""
    origin = ServiceIdentity(version="0", commit="0", environment="test")
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
                    traces.set_attributes({"taken": True})
        best = min(best, (perf_counter() - began) / TRACES)
    traces.stop(0)
    return best


def _series(registry: CollectorRegistry) -> int:
    return sum(len(family.samples) for family in registry.collect())


def resident(process: int | None = None) -> int:
    """Return the resident bytes of a process, by default this one (Linux)."""
    pages = Path(f"/proc/{process or 'self'}/statm").read_text().split()[1]
    return int(pages) * getpagesize()


if __name__ == "__main__":
    main()
