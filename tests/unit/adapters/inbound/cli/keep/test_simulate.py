"""Tests ``nazh keep simulate``, without the server itself."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
from pathlib import Path

from click.testing import CliRunner, Result

from nazh.adapters.inbound.cli.keep.simulate import simulate_group
from nazh.domain.keep.consoles.passwords import Password


class Servers:
    """Notes which server is started, and is told to stop as soon as it waits."""

    def __init__(self, *, are_possible: bool = True) -> None:
        self._are_possible = are_possible
        self.started: list[tuple[str, str, int]] = []

    async def start(self, password: Password, host: str, port: int) -> int:
        if not self._are_possible:
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        self.started.append((password.reveal(), host, port))
        asyncio.get_running_loop().call_later(0.05, signal.raise_signal, signal.SIGINT)
        return port or 27_999

    def ark(self, *arguments: str) -> Result:
        return CliRunner().invoke(simulate_group(self.start), ("ark", *arguments))


def test_it_says_where_it_listens_until_it_is_stopped(tmp_path: Path) -> None:
    servers, file = Servers(), tmp_path / "password"
    file.write_text("hush\n", "utf-8")

    results = [servers.ark(), servers.ark("--port", "0", "--password-file", str(file))]

    assert servers.started == [("simulated", "127.0.0.1", 27_020), ("hush", "127.0.0.1", 0)]
    assert [result.exit_code for result in results] == [0, 0]
    assert [result.stdout for result in results] == [
        f"A simulated ARK server listens at 127.0.0.1:{port}. Ctrl-C ends it.\n"
        for port in (27_020, 27_999)
    ]


def test_a_port_in_use_is_an_error() -> None:
    result = Servers(are_possible=False).ark("--port", "27021")

    assert result.exit_code == 1
    assert "Port 27021 of 127.0.0.1 cannot be used (Address already in use)." in result.stderr
