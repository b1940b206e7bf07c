"""Runs the real program as a child process, and reads its metrics, pages and log."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from localcord import Server
from tests.e2e.forked_programs import PREFIX, ForkedProcess, can_fork, fork

ROOT = Path(__file__).parents[2]
COMMAND = (*PREFIX, "run")
TIMEOUT = 60.0
"""A generous timeout in seconds, for busy machines."""
PAUSE = 0.02
"""Seconds between two polls."""
CHANNEL = "E2E_CHANNEL"
"""The variable that selects the transport ``http``."""
FORK = "E2E_FORK"
"""The variable that lets programs be forked, instead of started by a fresh interpreter."""
Process = asyncio.subprocess.Process | ForkedProcess
_METRICS = re.compile(r"metrics: http://[0-9.]+:(\d+)/metrics")


@dataclass(frozen=True, slots=True)
class Ended:
    """The status and the output of a program that has ended."""

    status: int
    output: str
    errors: str


class Program:
    """``nazh run`` with its metrics on a port of its own."""

    def __init__(self, process: Process, port: int, first_line: str) -> None:
        self.process = process
        self.port = port
        self._first_line = first_line
        self._read = ""

    async def metrics(self) -> dict[str, float]:
        """Return every series at ``/metrics`` by its name with labels."""
        text = await self.get("/metrics")
        samples = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in samples}

    async def metrics_when(
        self, happened: Callable[[dict[str, float]], bool], seconds: float = TIMEOUT
    ) -> dict[str, float]:
        """Scrape until ``happened``, and return what was scraped last."""
        async with asyncio.timeout(seconds):
            while not happened(metrics := await self.metrics()):  # noqa: ASYNC110  # another process has no Event
                await asyncio.sleep(PAUSE)
        return metrics

    async def get(self, path: str) -> str:
        """Return the response of one of the program's pages."""
        address = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.request("GET", address, raise_for_status=True) as response:
            return await response.text()

    async def log_line(self, words: str) -> str:
        """Wait until a log line contains ``words``, and return it."""
        assert self.process.stderr is not None
        async with asyncio.timeout(TIMEOUT):
            while words not in self._read:
                line = (await self.process.stderr.readline()).decode()
                assert line, f"the program never said {words!r}, but {self._read}"
                self._read += line
        return next(line for line in self._read.splitlines() if words in line)

    async def stop(self) -> Ended:
        """Stop the program with SIGTERM, and wait until it has ended."""
        if self.process.returncode is None:
            self.process.terminate()
        return await self.ended()

    async def ended(self) -> Ended:
        """Wait until the program has ended by itself."""
        async with asyncio.timeout(TIMEOUT):
            output, errors = await self.process.communicate()
        status = self.process.returncode
        assert status is not None
        return Ended(status, self._first_line + output.decode(), self._read + errors.decode())

    def kill(self) -> None:
        """Kill the program if it is still running."""
        if self.process.returncode is None:
            self.process.kill()


def environment(discord: Server, **more: str) -> dict[str, str]:
    """Return the environment in which the program talks to ``discord``.

    Rate limits are off except in tests about them.
    """
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DISCORD_TOKEN": discord.token,
        "NAZH_DISCORD_API_URL": discord.api_url,
        "APP_ENV": "test",
        "PORT": "0",
        "NAZH_DATABASE_URL": "memory:",
        "NAZH_RATE_LIMIT_PER_USER": "off",
        "NAZH_RATE_LIMIT_PER_GUILD": "off",
        **more,
    }


async def launch(
    variables: Mapping[str, str], cwd: Path, command: Sequence[str] = COMMAND
) -> Process:
    """Start the program; ``cwd`` is where it looks for ``.env``."""
    if FORK in os.environ and can_fork(command, variables):
        return await fork(command, variables, cwd)
    return await asyncio.create_subprocess_exec(
        *command,
        env=dict(variables),
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run_bot(
    discord: Server, cwd: Path, *, command: Sequence[str] = COMMAND, **more: str
) -> Program:
    """Start the program and return once Discord can send it interactions.

    For tests over HTTP this starts ``nazh serve``.
    """
    if os.environ.get(CHANNEL) == "http":
        from tests.e2e.http_program import SERVE, serve_bot

        return await serve_bot(discord, cwd, command=(*command[:-1], SERVE[-1]), **more)
    return await run_shards(discord, cwd, 1, more, command)


async def run_shards(
    discord: Server,
    cwd: Path,
    shards: int,
    more: Mapping[str, str],
    command: Sequence[str] = COMMAND,
) -> Program:
    """Start the program and return once Discord can send it interactions on so many shards."""
    gateway = discord.gateway
    awaited = gateway.identifies + gateway.resumes + shards

    def are_open() -> bool:
        # Each shard opens or resumes a session.
        return gateway.identifies + gateway.resumes >= awaited

    process = await launch(environment(discord, **more), cwd, command)
    try:
        first_line, port = await first_line_of(process)
        assert await gateway.until(are_open, TIMEOUT)
        await discord.bot_ready(timeout=TIMEOUT)
    except BaseException:
        Program(process, 0, "").kill()
        raise
    return Program(process, port, first_line)


async def first_line_of(process: Process) -> tuple[str, int]:
    """Return a program's first output and the port in it."""
    assert process.stdout is not None
    async with asyncio.timeout(TIMEOUT):
        first_line = (await process.stdout.readline()).decode()
    match = _METRICS.match(first_line)
    if match is None:
        ended = await Program(process, 0, first_line).ended()
        raise AssertionError(f"the program ended with {ended.status}: {ended.errors}")
    return first_line, int(match[1])


async def run_to_its_end(
    variables: Mapping[str, str], cwd: Path, command: Sequence[str] = COMMAND
) -> Ended:
    """Run a program that is expected to exit."""
    program = Program(await launch(variables, cwd, command), 0, "")
    try:
        return await program.ended()
    finally:
        program.kill()
