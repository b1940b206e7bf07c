"""Runs the game server of Keep's demo on loopback, either OpenTTD or a simulated ARK."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.domain.keep.consoles.passwords import Password
from ops.ports import free_port

HOST: Final = "127.0.0.1"
PLAYER: Final = "Pebble"
TALK_INTERVAL: Final = 20.0
"""Seconds between two lines of simulated players."""
VISIT, ABSENCE = 20.0, 60.0
"""Seconds for which an OpenTTD player is connected (and uses a whole core), and away."""
START_TIMEOUT: Final = 60.0
_TALK: Final = (
    "Pebble (Ash): the mountain base is finished",
    "River Fern (Fern): I saw a raft near the swamp",
    "Pebble (Ash): bring wood when you come back",
    "River Fern (Fern): who left the gate open?",
)
# Without the last section, OpenTTD mistakes the file for an old one and discards the password.
_VERSION: Final = "[version]\nversion_string = 13.0\nversion_number = 1D086D64\nini_version = 2\n"
_SERVER: Final = """\
[network]
server_name = Demo
client_name = Server
server_admin_port = {admin_port}
server_port = {port}
server_game_type = local
[game_creation]
map_x = 6
map_y = 6
[difficulty]
max_no_competitors = 0
"""
_WITHOUT_SCREEN: Final = ("-v", "null:ticks=100000000", "-s", "null", "-m", "null")
_BROADCAST_NOTE: Final = "Rcon command from 'Nazh'"
"""Appears in OpenTTD's log line for a command of the bot."""


@dataclass(frozen=True, slots=True)
class Game:
    """A running game server: its console, and its players.

    ``said`` receives what the game shows of lines from Discord. ``play`` lets players do something
    now and then, until it is cancelled.
    """

    title: str
    profile: str
    port: int
    password: str
    play: Callable[[], Coroutine[None, None, None]]
    console_lines: asyncio.Queue[str] = field(default_factory=asyncio.Queue)


@asynccontextmanager
async def running_game() -> AsyncIterator[Game]:
    """Run OpenTTD if it is on the PATH, or else a simulated ARK, until the block ends."""
    program = shutil.which("openttd")
    async with _openttd(program) if program else _simulated_ark() as game:
        yield game


@asynccontextmanager
async def _simulated_ark() -> AsyncIterator[Game]:
    password, replies = secrets.token_urlsafe(12), asyncio.Queue[str]()
    server = SimulatedArk(Password(password), replies.put_nowait)

    async def talk() -> None:
        for line in cycle(_TALK):
            server.say(line)
            await asyncio.sleep(TALK_INTERVAL)

    port = await server.start(HOST, 0)
    try:
        yield Game("Simulated ARK", "ark_asa", port, password, talk, replies)
    finally:
        await server.stop()


@asynccontextmanager
async def _openttd(program: str) -> AsyncIterator[Game]:
    password, output = secrets.token_urlsafe(12), asyncio.Queue[str]()
    port, admin_port = free_port(), free_port()
    with TemporaryDirectory() as directory:
        folder, player = Path(directory, "server"), Path(directory, "player")
        _write(folder / "openttd.cfg", _SERVER.format(port=port, admin_port=admin_port))
        _write(folder / "secrets.cfg", f"[network]\nadmin_password = {password}\n")
        _write(player / "openttd.cfg", "[misc]\n")
        _write(player / "private.cfg", f"[network]\nclient_name = {PLAYER}\n")

        async def visit() -> None:
            while True:
                async with _process(player, program, *_WITHOUT_SCREEN, "-n", f"{HOST}:{port}"):
                    await asyncio.sleep(VISIT)
                await asyncio.sleep(ABSENCE)

        start = (program, "-D", f"{HOST}:{port}", "-g")
        async with _process(folder, *start, stderr=asyncio.subprocess.PIPE) as process:
            await _until_listening(process, admin_port)
            reading = asyncio.create_task(_read(process, output))
            try:
                yield Game("OpenTTD", "openttd", admin_port, password, visit, output)
            finally:
                reading.cancel()


async def _read(process: asyncio.subprocess.Process, console_lines: asyncio.Queue[str]) -> None:
    assert process.stderr is not None
    async for line in process.stderr:
        text = line.decode("utf-8", "replace").strip()
        if _BROADCAST_NOTE in text and ": say " in text:
            console_lines.put_nowait(text.removeprefix("dbg: "))


@asynccontextmanager
async def _process(
    folder: Path, *command: str, stderr: int = asyncio.subprocess.DEVNULL
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(*command, "-c", str(folder / "openttd.cfg")),
        cwd=folder,
        env={"HOME": str(folder), "PATH": os.defpath, "XDG_DATA_HOME": str(folder)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=stderr,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _until_listening(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(START_TIMEOUT):
        while process.returncode is None:
            with suppress(ConnectionError):
                _, writer = await asyncio.open_connection(HOST, port)
                writer.close()
                return
            await asyncio.sleep(0.1)
    raise ConnectionError(f"OpenTTD has ended with status {process.returncode}")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text + _VERSION)
