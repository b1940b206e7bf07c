"""Starts bots as processes, each with its own simulated Discord, and sends them interactions."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from localcord import ChannelUser, NotAnswered, Server, Settings

ROOT: Final = Path(__file__).parents[1]
ROLL: Final[Mapping[str, object]] = {"pool1": "a1d20+5, 2d6", "add_plot": True}
MEMORY: Final = "memory:"
SQLITE: Final = "sqlite:///nazh.sqlite"
TRAILING: Final = 0.05
"""Seconds for a bot to finish its work after the last response."""


@dataclass(frozen=True, slots=True)
class Program:
    """A bot, and the interaction to send to it."""

    name: str
    arguments: tuple[str, ...]
    storage: str = MEMORY
    command: str = "roll"
    options: Mapping[str, object] = field(default_factory=lambda: ROLL)
    contexts: str = ""
    """The enabled contexts; empty for the default."""


NAZH: Final = Program("nazh", ("-m", "nazh", "run"), SQLITE)
DISCORD_PY: Final = Program("discord.py", ("-m", "benchmarks.baselines.discord_py"))


@dataclass(frozen=True, slots=True)
class Bot:
    """A running bot."""

    name: str
    process: asyncio.subprocess.Process
    channel_user: ChannelUser
    program: Program
    start_seconds: float
    """From the start of the process until it is connected and has registered its commands."""

    async def ask(self, times: int, in_flight: int) -> tuple[float, list[float]]:
        """Send the interactions; return CPU seconds and the latencies in seconds."""
        latencies: list[float] = []
        left = iter(range(times))

        async def one_user() -> None:
            for _ in left:
                conversation = await self.channel_user.slash(
                    self.program.command, **self.program.options
                )
                latencies.append(conversation.latency)

        before = processor_time(self.process)
        await asyncio.gather(*(one_user() for _ in range(in_flight)))
        await asyncio.sleep(TRAILING)
        return processor_time(self.process) - before, latencies


def processor_time(process: asyncio.subprocess.Process) -> float:
    """Return the CPU seconds of all threads of a process."""
    # The kernel's id of that process's CPU clock.
    return time.clock_gettime((~process.pid << 3) | 2)


def memory(process: asyncio.subprocess.Process) -> float:
    """Return the resident memory of a process in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident.split()[1]) / 1024


@asynccontextmanager
async def running(program: Program, folder: Path | None = None) -> AsyncIterator[Bot]:
    """Run a simulated Discord and a bot, with its database in ``folder``, until the block ends."""
    settings = Settings(
        keep_events=100, keep_messages=2000, keep_interactions=2000, keep_requests=1
    )
    with TemporaryDirectory() as temporary, (Path(temporary) / "log").open("w+") as log:
        async with Server(settings) as discord:
            channel_user = discord.user("Alice").in_(discord.guild("Keep").channel("table"))
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *program.arguments,
                cwd=folder or temporary,
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(ROOT),
                    "APP_ENV": "test",
                    "NAZH_DATABASE_URL": program.storage,
                    "PORT": "0",
                    # Limits are counted as in production, but too high for one user to reach.
                    "NAZH_RATE_LIMIT_PER_USER": "999999999 per minute",
                    "NAZH_RATE_LIMIT_PER_GUILD": "999999999 per minute",
                    "DISCORD_TOKEN": discord.token,
                    "NAZH_DISCORD_API_URL": discord.api_url,
                    "YARDSTICK_API_URL": discord.api_url,
                    "YARDSTICK_GATEWAY_URL": discord.gateway_url,
                    **({"NAZH_CONTEXTS": program.contexts} if program.contexts else {}),
                },
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )
            try:
                await discord.bot_ready(timeout=30)
                ready = time.perf_counter() - began
                yield Bot(program.name, process, channel_user, program, ready)
            except NotAnswered as reason:
                log.seek(0)
                raise NotAnswered(f"{program.name}: {reason} {log.read()}") from reason
            finally:
                if process.returncode is None:
                    process.terminate()
                await process.wait()
