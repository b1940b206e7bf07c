"""Compares ``/roll`` of the whole bot, over real sockets, with two baseline bots."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from benchmarks.bots import DISCORD_PY, MEMORY, NAZH, Bot, Program, memory, running
from benchmarks.report import Part

IN_FLIGHT: Final = {1: 250, 50: 750, 500: 1500}
"""Interactions in flight, and the number of interactions in a slice."""
WARM_UP: Final = 500
QUICK: Final = 1.0
"""Races shorter than this (seconds) use few, short slices."""
GOALS: Final = {1: 1.0, 50: 0.7, 500: 0.6}
"""The goal for ``/roll`` recorded in SQLite, relative to the discord.py bot."""

PROGRAMS: Final = (
    NAZH,
    Program("nazh in memory", NAZH.arguments, MEMORY),
    Program(
        "empty command (lightbulb)",
        ("-m", "benchmarks.baselines.empty_command"),
        MEMORY,
        "empty",
        {},
    ),
    DISCORD_PY,
    Program("lean discord.py", (*DISCORD_PY.arguments, "--lean"), MEMORY),
)


@dataclass(slots=True)
class _Slices:
    """The measurements of one bot at one concurrency, by slice."""

    cpu: list[float] = field(default_factory=list)
    """CPU seconds per interaction."""
    p50: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    """Seconds from each interaction to its response, for all slices."""


def measure(seconds: float) -> Part:
    """Return the comparison at every concurrency; ``seconds`` is per concurrency and bot."""
    return asyncio.run(_measure(seconds))


async def _measure(seconds: float) -> Part:
    part = Part("/roll a1d20+5, 2d6 add_plot:true, from gateway to answer")
    async with AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(running(program)) for program in PROGRAMS]
        for bot in bots:
            await bot.ask(WARM_UP, 50)
        gc.collect()
        gc.freeze()
        lines = [f"{'in flight':>9}  {'':<24}{'CPU':>10}{'p50':>12}{'p99':>12}"]
        for in_flight, times in IN_FLIGHT.items():
            slices = await _race(bots, in_flight, times, seconds)
            _compare(part, in_flight, slices)
            lines += _lines(in_flight, slices)
        for bot in bots:
            part.amounts[f"e2e.{_key(bot.name)}.memory"] = (memory(bot.process), "MiB")
            lines.append(f"{'memory':>9}  {bot.name:<24}{memory(bot.process):7.1f} MiB")
    for peer in ("nazh_in_memory", "empty_command", "discord_py", "lean_discord_py"):
        part.ratios[f"e2e.cpu_vs_{peer}"] = part.ratios[f"e2e.cpu_vs_{peer}.50"]
    part.grid = "\n".join(lines)
    return part


async def _race(bots: list[Bot], in_flight: int, times: int, seconds: float) -> dict[str, _Slices]:
    if seconds < QUICK:
        times = max(in_flight, times // 5)
    slices = {bot.name: _Slices() for bot in bots}
    until = time.perf_counter() + seconds * len(bots)
    rounds = 0
    while rounds < 3 or time.perf_counter() < until:
        first = rounds % len(bots)
        for bot in (*bots[first:], *bots[:first]):
            cpu, latencies = await bot.ask(times, in_flight)
            slices[bot.name].cpu.append(cpu / times)
            slices[bot.name].p50.append(median(latencies))
            slices[bot.name].latencies += latencies
        rounds += 1
    return slices


def _compare(part: Part, in_flight: int, slices: Mapping[str, _Slices]) -> None:
    nazh, *others = slices
    for name, figures in slices.items():
        prefix = f"e2e.{_key(name)}"
        part.amounts[f"{prefix}.cpu.{in_flight}"] = (median(figures.cpu) * 1e6, "µs")
        part.amounts[f"{prefix}.p50.{in_flight}"] = (_at(figures.latencies, 0.5) * 1e3, "ms")
        part.amounts[f"{prefix}.p99.{in_flight}"] = (_at(figures.latencies, 0.99) * 1e3, "ms")
    for name in others:
        cpu = f"e2e.cpu_vs_{_key(name)}.{in_flight}"
        p50 = f"e2e.p50_vs_{_key(name)}.{in_flight}"
        part.ratios[cpu] = _share(slices[nazh].cpu, slices[name].cpu)
        part.ratios[p50] = _share(slices[nazh].p50, slices[name].p50)
        if _key(name) == "discord_py":
            part.at_most[cpu] = part.at_most[p50] = GOALS[in_flight]


def _lines(in_flight: int, slices: Mapping[str, _Slices]) -> list[str]:
    return [
        f"{in_flight:>9}  {name:<24}{median(figures.cpu) * 1e6:7.0f} µs"
        f"{_at(figures.latencies, 0.5) * 1e3:9.2f} ms{_at(figures.latencies, 0.99) * 1e3:9.2f} ms"
        for name, figures in slices.items()
    ]


def _share(of_nazh: list[float], of_other: list[float]) -> float:
    return median(a / b for a, b in zip(of_nazh, of_other, strict=True))


def _at(latencies: list[float], share: float) -> float:
    return sorted(latencies)[min(len(latencies) - 1, int(len(latencies) * share))]


def _key(name: str) -> str:
    return name.partition(" (")[0].replace(" ", "_").replace(".", "_")
