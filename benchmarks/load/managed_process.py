"""Manages a process of a deployment, its log, and its exit."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
NAZH: Final = (sys.executable, "-m", "nazh")
GRACE: Final = 15.0
"""Seconds for a process to exit before it is killed."""


class ProcessFailed(Exception):
    """A process ended unexpectedly; the message has the end of its log."""


@dataclass(slots=True)
class ManagedProcess:
    """A command in its own folder. ``environment`` is its complete environment."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; its output goes to its log."""
        starting = asyncio.create_task(self._start())
        try:
            self.process = await asyncio.shield(starting)
        except asyncio.CancelledError:
            # It may be running already, so a cancelled start must still register it.
            self.process = await starting
            raise

    async def run(self) -> None:
        """Run it to its end. Raises DidNotRun if it fails."""
        try:
            await self.start()
            assert self.process is not None
            if await self.process.wait():
                raise ProcessFailed(self.exit_report())
        finally:
            await self.kill()

    async def stop(self) -> None:
        """Terminate it, and kill it if it does not exit."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), GRACE)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """Kill it."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *self.command,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self.environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name.replace(' ', '-')}.log"

    @property
    def pids(self) -> tuple[int, ...]:
        """Its pid while it is running."""
        if self.process is None or self.process.returncode is not None:
            return ()
        return (self.process.pid,)

    def exit_report(self) -> str:
        """Return its exit status with the end of its log."""
        status = self.process.returncode if self.process else None
        words = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
        return f"{self.name} ended with {status}: {words}"


async def wait_until_listening(running: ManagedProcess, port: int, timeout: float = 30.0) -> None:
    """Wait until a process accepts connections. Raises DidNotRun."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            if not running.pids or loop.time() > deadline:
                raise ProcessFailed(running.exit_report()) from None
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
