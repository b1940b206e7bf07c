"""Measures Dominion's effect on dice in the same process: latency, start and memory."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from benchmarks.bots import NAZH, memory, processor_time, running
from benchmarks.dominion import NATIONS_AT_WAR, NATIONS_MADE, new_nations
from benchmarks.dominion_ticks import HOUR, MINUTE, START, advance, advance_as_the_job
from benchmarks.report import Part
from benchmarks.start import REST
from benchmarks.stores import paced, rolling
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore

QUICK: Final = 1.0
"""Runs shorter than this (seconds) are quick, with a fiftieth of the nations."""
TICKS: Final = 8
ROLLS_A_SECOND: Final = 50
STARTS: Final = 7
ROLLS: Final = 1_500
CALM: Final = 2.0
"""Seconds without a tick between two ticks."""
_ON: Final = replace(NAZH, name="on", contexts="dice,dominion")
_OFF: Final = replace(NAZH, name="off", contexts="dice")
_MORE: Final = 1.05
"""The goal for Dominion without nations, relative to the dice alone."""


@dataclass(slots=True)
class _Weights:
    """The measurements of the processes with the same contexts."""

    start: list[float] = field(default_factory=list)
    """CPU seconds until ready."""
    memory: list[float] = field(default_factory=list)
    """MiB at rest."""
    waits: list[float] = field(default_factory=list)
    """Seconds per roll."""


def measure(seconds: float) -> Part:
    """Return the figures; a quick run is too small for the goals."""
    return asyncio.run(_measure(50 if seconds < QUICK else 1))


async def _measure(divisor: int) -> Part:
    part = Part("Dominion beside dice, SQLite; a ratio is with Dominion relative to without")
    part.amounts["beside.load_before"] = (os.getloadavg()[0], "")
    await _watch_rolls(part, NATIONS_MADE // divisor)
    await _watch_processes(part, divisor)
    part.amounts["beside.load_after"] = (os.getloadavg()[0], "")
    return part


async def _watch_rolls(part: Part, nations: int) -> None:
    """Measure rolls during ticks and in the pauses between them, alternately."""
    calm: list[float] = []
    beside: list[float] = []
    async with new_nations(nations) as (database, world):
        roll = rolling(SqlRollStore(database))
        for number in range(1, TICKS + 1):
            at = START + number * HOUR
            await advance(world, at - MINUTE)  # the standings
            until = perf_counter() + CALM
            calm += await paced(roll, lambda until=until: perf_counter() < until, ROLLS_A_SECOND)  # type: ignore[misc]  # mypy cannot infer it
            ticking = asyncio.ensure_future(advance_as_the_job(world, at))
            beside += await paced(roll, lambda task=ticking: not task.done(), ROLLS_A_SECOND)  # type: ignore[misc]  # mypy cannot infer it
            await ticking
    for name, waits in (("calm", calm), ("beside_ticks", beside)):
        part.amounts[f"beside.rolls_{name}.p50"] = (median(waits) * 1e3, "ms")
        part.amounts[f"beside.rolls_{name}.p99"] = (_p99(waits) * 1e3, "ms")
    part.amounts["beside.rolls_measured"] = (len(beside), "")
    part.ratios["beside.rolls_during_ticks_p99"] = _p99(beside) / _p99(calm)
    part.at_most["beside.rolls_during_ticks_p99"] = 2


async def _watch_processes(part: Part, divisor: int) -> None:
    """Start processes with and without Dominion alternately, and finally one with many nations."""
    weights = {_OFF.name: _Weights(), _ON.name: _Weights()}
    with TemporaryDirectory() as folder:
        data_folders = {program.name: Path(folder) / program.name for program in (_OFF, _ON)}
        for data_folder in data_folders.values():
            data_folder.mkdir()
        for number in range(ceil(STARTS / divisor) + 1):
            for program in (_OFF, _ON):
                of = _Weights() if number == 0 else weights[program.name]  # the first migrates
                async with running(program, data_folders[program.name]) as bot:
                    of.start.append(processor_time(bot.process))
                    await asyncio.sleep(REST)
                    of.memory.append(memory(bot.process))
                    _, waits = await bot.ask(ROLLS // divisor, 1)
                    of.waits += waits
        off, on = weights[_OFF.name], weights[_ON.name]
        part.ratios["beside.idle_start"] = min(on.start) / min(off.start)
        part.ratios["beside.idle_memory"] = median(on.memory) / median(off.memory)
        part.ratios["beside.idle_p99"] = _p99(on.waits) / _p99(off.waits)
        for name in ("start", "memory", "p99"):
            part.at_most[f"beside.idle_{name}"] = _MORE
        part.amounts["beside.start_off"] = (min(off.start) * 1e3, "ms")
        part.amounts["beside.start_on"] = (min(on.start) * 1e3, "ms")
        part.amounts["beside.p99_off"] = (_p99(off.waits) * 1e3, "ms")
        part.amounts["beside.p99_on"] = (_p99(on.waits) * 1e3, "ms")
        part.amounts["beside.memory_off"] = (median(off.memory), "MiB")
        part.amounts["beside.memory_on"] = (median(on.memory), "MiB")
        full = await _memory_with(NATIONS_AT_WAR // divisor, Path(folder))
    part.amounts["beside.memory_of_nations"] = (full - median(off.memory), "MiB")
    part.at_most["beside.memory_of_nations"] = 40


async def _memory_with(nations: int, folder: Path) -> float:
    """Return the memory of a process after two ticks and an update of the boards, in MiB."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    file = folder / "full" / "nazh.sqlite"
    file.parent.mkdir()
    async with new_nations(nations, file, now - 2 * HOUR + MINUTE):
        pass
    async with running(_ON, file.parent) as bot:
        await asyncio.sleep(3 * REST)
        return memory(bot.process)


def _p99(waits: list[float]) -> float:
    return quantiles(waits, n=100, method="inclusive")[98]
