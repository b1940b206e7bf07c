"""Compares the bot's start and memory with merely importing its libraries."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.bots import DISCORD_PY, NAZH, Program, memory, processor_time, running
from benchmarks.report import Part

IMPORTS: Final = "the imports alone"
_IMPORT: Final = "import hikari, lightbulb, sqlalchemy; print(flush=True); input()"
ROUNDS_A_SECOND: Final = 8
REST: Final = 8.0
"""Seconds after READY until a bot is at rest: its jobs have run for the first time."""
ROLLS: Final = 2000
GOAL: Final = 1.25
GROWTH: Final = 15
"""The goal for the growth of memory in 2,000 rolls, in MiB."""


@dataclass(slots=True)
class _Starts:
    """The measurements of one contestant, by start."""

    seconds: list[float] = field(default_factory=list)
    """Seconds until ready."""
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    """MiB when ready."""

    def add(self, seconds: float, process: asyncio.subprocess.Process) -> None:
        """Add the start of a process that is ready now."""
        self.cpu.append(processor_time(process))
        self.seconds.append(seconds)
        self.memory.append(memory(process))


def measure(seconds: float) -> Part:
    """Return the comparison, with a few starts of each contestant per second of ``seconds``."""
    return asyncio.run(_measure(round(seconds * ROUNDS_A_SECOND) or 1))


async def _measure(rounds: int) -> Part:
    part = Part("Start to READY on SQLite, and memory; a ratio is Nazh relative to the other")
    with TemporaryDirectory() as folder:
        await _start(NAZH, Path(folder), _Starts())  # creates the database
        starts = await _race(rounds, Path(folder))
        rest, growth = await _at_rest(Path(folder))
    nazh, imports, discord_py = starts[NAZH.name], starts[IMPORTS], starts[DISCORD_PY.name]
    part.ratios = {
        "start.seconds_vs_imports": min(nazh.seconds) / min(imports.seconds),
        "start.cpu_vs_imports": min(nazh.cpu) / min(imports.cpu),
        "start.seconds_vs_discord_py": min(nazh.seconds) / min(discord_py.seconds),
        "start.memory_vs_imports": rest / min(imports.memory),
    }
    part.at_most = {
        "start.seconds_vs_imports": GOAL,
        "start.memory_vs_imports": GOAL,
        "start.memory_growth": GROWTH,
    }
    for name, figures in starts.items():
        key = name.replace(" ", "_").replace(".", "_")
        part.amounts[f"start.{key}.seconds"] = (min(figures.seconds) * 1000, "ms")
        part.amounts[f"start.{key}.cpu"] = (min(figures.cpu) * 1000, "ms")
        part.amounts[f"start.{key}.memory"] = (min(figures.memory), "MiB")
    part.amounts["start.memory_at_rest"] = (rest, "MiB")
    part.amounts["start.memory_growth"] = (growth, "MiB")
    return part


async def _race(rounds: int, folder: Path) -> dict[str, _Starts]:
    """Start all contestants alternately."""
    starts = {name: _Starts() for name in (NAZH.name, IMPORTS, DISCORD_PY.name)}
    for _ in range(rounds):
        await _start(NAZH, folder, starts[NAZH.name])
        await _import(starts[IMPORTS])
        await _start(DISCORD_PY, folder, starts[DISCORD_PY.name])
    return starts


async def _start(program: Program, folder: Path, starts: _Starts) -> None:
    async with running(program, folder) as bot:
        starts.add(bot.start_seconds, bot.process)


async def _import(starts: _Starts) -> None:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _IMPORT),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    starts.add(time.perf_counter() - began, process)
    await process.communicate(b"\n")


async def _at_rest(folder: Path) -> tuple[float, float]:
    """Return Nazh's memory at rest, and its growth in 2,000 rolls, in MiB."""
    async with running(NAZH, folder) as bot:
        await asyncio.sleep(REST)
        rest = memory(bot.process)
        await bot.ask(ROLLS, 1)
        return rest, memory(bot.process) - rest
