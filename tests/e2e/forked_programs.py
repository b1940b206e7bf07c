"""Starts programs from a process that has imported Nazh already, which saves a second each.

The process is forked once for every program, which then runs as after ``python -m``. Tests of the
start itself use a fresh interpreter.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO, Final

FILES: Final = 2
"""Standard output and standard error."""
_ROOT: Final = Path(__file__).parents[2]
PREFIX: Final = (sys.executable, "-m", "nazh")
SHORT_PERIODS: Final = "E2E_SHORT_PERIODS"
"""The variable that lets forked programs repeat their jobs every second, from the start on."""
_AT_START: Final = ("LD_", "PYTHON")
"""The beginnings of variables that are read while a program is loaded, too early for a fork."""


class ForkedProcess:
    """A program as ``asyncio.subprocess.Process`` shows it, as far as tests need it."""

    def __init__(
        self, pid: int, stdout: asyncio.StreamReader, stderr: asyncio.StreamReader
    ) -> None:
        self.pid = pid
        self.stdout = stdout
        self.stderr = stderr
        self.returncode: int | None = None
        self.ended: asyncio.Task[None] | None = None

    async def wait(self) -> int:
        """Wait until the program has ended, and return its status."""
        assert self.ended is not None
        await asyncio.shield(self.ended)
        assert self.returncode is not None
        return self.returncode

    async def communicate(self) -> tuple[bytes, bytes]:
        """Read everything until the end."""
        output, errors = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return output, errors

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the program has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


def can_fork(command: Sequence[str], variables: Mapping[str, str]) -> bool:
    """Return whether a fork would run as a new process does."""
    early = {name: text for name, text in variables.items() if name.startswith(_AT_START)}
    return tuple(command[:2]) == PREFIX[:2] and early == {"PYTHONPATH": str(_ROOT)}


async def fork(command: Sequence[str], variables: Mapping[str, str], cwd: Path) -> ForkedProcess:
    """Start a program for which ``can_fork`` is true."""
    pipes = [os.pipe() for _ in range(FILES)]
    control = socket.socket(socket.AF_UNIX)
    control.connect(_server())
    _, _, module, *arguments = command
    request = [module, arguments, dict(variables), str(cwd), SHORT_PERIODS in os.environ]
    socket.send_fds(control, [json.dumps(request).encode()], [writing for _, writing in pipes])
    control.shutdown(socket.SHUT_WR)
    for _, writing in pipes:
        os.close(writing)
    reader, writer = await asyncio.open_connection(sock=control)
    readers = [await _reader(os.fdopen(reading, "rb", 0)) for reading, _ in pipes]
    process = ForkedProcess(int(await reader.readline()), *readers)

    async def end() -> None:
        process.returncode = int(await reader.readline())
        writer.close()

    process.ended = asyncio.create_task(end())
    return process


async def _reader(pipe: BinaryIO) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


@cache
def _server() -> str:
    """Start the process that is forked, once, and return the path of its socket."""
    path = str(Path(mkdtemp(prefix="nazh-forks-")) / "socket")
    server = subprocess.Popen(
        (sys.executable, "-m", "tests.e2e.fork_server", path),
        cwd=_ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    atexit.register(_stop, server, Path(path))
    return path


def _stop(server: subprocess.Popen[bytes], path: Path) -> None:
    assert server.stdin is not None
    server.stdin.close()
    server.wait()
    path.unlink()
    path.parent.rmdir()
