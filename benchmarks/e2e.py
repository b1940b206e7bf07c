"""Compares ``/roll`` of the whole bot, over real sockets, with two baseline bots."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.report import Part
from localcord import ChannelUser, NotAnswered, Server, Settings

ROOT: Final = Path(__file__).parents[1]
IN_FLIGHT: Final = {1: 250, 50: 750, 500: 1500}
"""Interactions in flight, and the number of interactions in a slice."""
WARM_UP: Final = 500
QUICK: Final = 1.0
"""Races shorter than this (seconds) use few, short slices."""
TRAILING: Final = 0.05
"""Seconds for a bot to finish its work after the last response."""
ROLL: Final[Mapping[str, object]] = {"pool1": "a1d20+5, 2d6", "add_plot": True}
GOALS: Final = {1: 0.8, 50: 0.6, 500: 0.6}
"""The goal for ``/roll``, relative to the discord.py bot."""


@dataclass(slots=True)
class _Slices:
    """The measurements of one bot at one concurrency, by slice."""

    cpu: list[float] = field(default_factory=list)
    """CPU seconds per interaction."""
    p50: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    """Seconds from each interaction to its response, for all slices."""


@dataclass(frozen=True, slots=True)
class _Bot:
    """A bot with its own simulated Discord, and the interaction to send."""

    name: str
    process: asyncio.subprocess.Process
    channel_user: ChannelUser
    command: str
    options: Mapping[str, object]

    async def ask(self, times: int, in_flight: int) -> tuple[float, list[float]]:
        """Send the interactions; return CPU seconds and the latencies in seconds."""
        latencies: list[float] = []
        left = iter(range(times))

        async def one_user() -> None:
            for _ in left:
                conversation = await self.channel_user.slash(self.command, **self.options)
                latencies.append(conversation.latency)

        before = self.processor_time()
        await asyncio.gather(*(one_user() for _ in range(in_flight)))
        await asyncio.sleep(TRAILING)
        return self.processor_time() - before, latencies

    def processor_time(self) -> float:
        """Return the CPU seconds of all its threads."""
        # The kernel's id of that process's CPU clock.
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def memory(self) -> float:
        """Return its resident memory in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(resident.split()[1]) / 1024


def measure(seconds: float) -> Part:
    """Return the comparison at every concurrency; ``seconds`` is per concurrency and bot."""
    return asyncio.run(_measure(seconds))


async def _measure(seconds: float) -> Part:
    part = Part("/roll a1d20+5, 2d6 add_plot:true, from gateway to answer")
    async with AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(bot) for bot in _bots()]
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
            part.amounts[f"e2e.{_key(bot.name)}.memory"] = (bot.memory(), "MiB")
            lines.append(f"{'memory':>9}  {bot.name:<24}{bot.memory():7.1f} MiB")
    for peer in ("empty_command", "discord_py", "lean_discord_py"):
        part.ratios[f"e2e.cpu_vs_{peer}"] = part.ratios[f"e2e.cpu_vs_{peer}.50"]
    part.grid = "\n".join(lines)
    return part


async def _race(bots: list[_Bot], in_flight: int, times: int, seconds: float) -> dict[str, _Slices]:
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
    ours, *others = slices
    for name, taken in slices.items():
        prefix = f"e2e.{_key(name)}"
        part.amounts[f"{prefix}.cpu.{in_flight}"] = (median(taken.cpu) * 1e6, "µs")
        part.amounts[f"{prefix}.p50.{in_flight}"] = (_at(taken.latencies, 0.5) * 1e3, "ms")
        part.amounts[f"{prefix}.p99.{in_flight}"] = (_at(taken.latencies, 0.99) * 1e3, "ms")
    for name in others:
        cpu = f"e2e.cpu_vs_{_key(name)}.{in_flight}"
        p50 = f"e2e.p50_vs_{_key(name)}.{in_flight}"
        part.ratios[cpu] = _share(slices[ours].cpu, slices[name].cpu)
        part.ratios[p50] = _share(slices[ours].p50, slices[name].p50)
        if _key(name) == "discord_py":
            part.at_most[cpu] = part.at_most[p50] = GOALS[in_flight]


def _lines(in_flight: int, slices: Mapping[str, _Slices]) -> list[str]:
    return [
        f"{in_flight:>9}  {name:<24}{median(taken.cpu) * 1e6:7.0f} µs"
        f"{_at(taken.latencies, 0.5) * 1e3:9.2f} ms{_at(taken.latencies, 0.99) * 1e3:9.2f} ms"
        for name, taken in slices.items()
    ]


def _share(ours: list[float], theirs: list[float]) -> float:
    return median(a / b for a, b in zip(ours, theirs, strict=True))


def _at(latencies: list[float], share: float) -> float:
    return sorted(latencies)[min(len(latencies) - 1, int(len(latencies) * share))]


def _key(name: str) -> str:
    return name.partition(" (")[0].replace(" ", "_").replace(".", "_")


@asynccontextmanager
async def _running(
    name: str, command: str, options: Mapping[str, object], *arguments: str
) -> AsyncIterator[_Bot]:
    """Run a simulated Discord and a bot until the block ends."""
    settings = Settings(
        keep_events=100, keep_messages=2000, keep_interactions=2000, keep_requests=1
    )
    with TemporaryDirectory() as room, (Path(room) / "log").open("w+") as log:
        async with Server(settings) as discord:
            channel_user = discord.user("Alice").in_(discord.guild("Keep").channel("table"))
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                cwd=room,
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(ROOT),
                    "APP_ENV": "test",
                    "NAZH_DATABASE_URL": "memory:",
                    "PORT": "0",
                    # Limits are counted as in production, but too high for one user to reach.
                    "NAZH_RATE_LIMIT_PER_USER": "999999999 per minute",
                    "NAZH_RATE_LIMIT_PER_GUILD": "999999999 per minute",
                    "DISCORD_TOKEN": discord.token,
                    "NAZH_DISCORD_API_URL": discord.api_url,
                    "YARDSTICK_API_URL": discord.api_url,
                    "YARDSTICK_GATEWAY_URL": discord.gateway_url,
                },
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )
            try:
                await discord.bot_ready(timeout=30)
                yield _Bot(name, process, channel_user, command, options)
            except NotAnswered as reason:
                log.seek(0)
                raise NotAnswered(f"{name}: {reason} {log.read()}") from reason
            finally:
                if process.returncode is None:
                    process.terminate()
                await process.wait()


def _bots() -> tuple[AbstractAsyncContextManager[_Bot], ...]:
    empty, discord_py = (f"benchmarks.baselines.{one}" for one in ("empty_command", "discord_py"))
    return (
        _running("nazh", "roll", ROLL, "-m", "nazh", "run"),
        _running("empty command (lightbulb)", "empty", {}, "-m", empty),
        _running("discord.py", "roll", ROLL, "-m", discord_py),
        _running("lean discord.py", "roll", ROLL, "-m", discord_py, "--lean"),
    )
