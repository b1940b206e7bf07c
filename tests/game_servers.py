"""Runs real game servers on loopback, each in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen
from typing import Final

from ops.ports import free_port
from tests.external_services import absent

HOST: Final = "127.0.0.1"
PASSWORD: Final = "tulip7"
START_TIMEOUT: Final = 60.0
_GAMES: Final = "/usr/games"
_OPENTTD: Final = """\
[network]
server_admin_port = {admin_port}
server_port = {port}
server_game_type = local
[game_creation]
map_x = 6
map_y = 6
[difficulty]
max_no_competitors = 0
{version}"""
_OPENTTD_SECRETS: Final = """\
[network]
admin_password = {password}
{version}"""
_OPENTTD_PLAYER: Final = """\
[misc]
[network]
{version}"""
_OPENTTD_NAME: Final = """\
[network]
client_name = {name}
{version}"""
# Without it, OpenTTD takes the file for an old one and forgets the password.
_OPENTTD_VERSION: Final = """\
[version]
version_string = 13.0
version_number = 1D086D64
ini_version = 2
"""
_TEEWORLDS: Final = """\
sv_name test
sv_port {port}
sv_register 0
bindaddr 127.0.0.1
ec_bindaddr 127.0.0.1
ec_port {console_port}
ec_password {password}
"""


def program(name: str, what: str) -> str:
    """Return the path of a game, or skip the test if it is not installed."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:{_GAMES}")
    return path or absent(what, f"apt-get install {what} provides {name}.")


@contextmanager
def teeworlds(folder: Path, port: int | None = None) -> Iterator[int]:
    """Run a Teeworlds server, for players at ``port``; return the port of its external console."""
    server = program("teeworlds-server", "teeworlds-server")
    port, console_port = port or free_port(), free_port()
    (folder / "autoexec.cfg").write_text(
        _TEEWORLDS.format(port=port, console_port=console_port, password=PASSWORD)
    )
    with _running(folder, server, "-f", "autoexec.cfg") as process:
        _await_port(process, console_port)
        yield console_port


@contextmanager
def openttd(folder: Path, admin_port: int | None = None, port: int | None = None) -> Iterator[int]:
    """Run a dedicated server of OpenTTD, and kill it in the end; return its admin port."""
    server = program("openttd", "openttd")
    port, admin_port = port or free_port(), admin_port or free_port()
    (folder / "openttd.cfg").write_text(
        _OPENTTD.format(port=port, admin_port=admin_port, version=_OPENTTD_VERSION)
    )
    (folder / "secrets.cfg").write_text(
        _OPENTTD_SECRETS.format(password=PASSWORD, version=_OPENTTD_VERSION)
    )
    arguments = ("-D", f"{HOST}:{port}", "-c", str(folder / "openttd.cfg"), "-g")
    with _running(folder, server, *arguments) as process:
        _await_port(process, admin_port)
        yield admin_port


@contextmanager
def openttd_player(folder: Path, port: int, name: str) -> Iterator[None]:
    """Let a player without screen and sound join the server at ``port`` until the block ends."""
    game = program("openttd", "openttd")
    folder.mkdir()
    (folder / "openttd.cfg").write_text(_OPENTTD_PLAYER.format(version=_OPENTTD_VERSION))
    (folder / "private.cfg").write_text(_OPENTTD_NAME.format(name=name, version=_OPENTTD_VERSION))
    drivers = ("-v", "null:ticks=100000000", "-s", "null", "-m", "null")
    arguments = (*drivers, "-n", f"{HOST}:{port}", "-c", str(folder / "openttd.cfg"))
    with _running(folder, game, *arguments):
        yield


@contextmanager
def _running(folder: Path, *command: str) -> Iterator[Popen[bytes]]:
    environment = {"HOME": str(folder), "PATH": os.defpath, "XDG_DATA_HOME": str(folder / "data")}
    with (folder / "output").open("wb") as output:
        process = Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=PIPE,
            stdout=output,
            stderr=STDOUT,
            # Keeps SIGPIPE ignored, as systemd does: Teeworlds dies of a connection that is reset.
            restore_signals=False,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdin is not None
        process.stdin.close()


def _await_port(process: Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_TIMEOUT
    while time.monotonic() < until:
        assert process.poll() is None, "the game server has ended"
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nobody listens on port {port}")
