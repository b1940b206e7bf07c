"""Tests ``nazh keep console`` over a real socket, with the simulated ARK server."""

from __future__ import annotations

import asyncio
import io
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.domain.keep.consoles.passwords import Password
from nazh.wiring.contexts import CONTEXTS

HOST = "127.0.0.1"
SECRET = "hush-hush"


class Terminal(io.BytesIO):
    """What a person types."""

    def isatty(self) -> bool:
        return True


@contextmanager
def simulated_ark(*chat: str) -> Iterator[int]:
    """Return the port of a simulated server in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    server = SimulatedArk(Password(SECRET), chat=chat)
    try:
        yield asyncio.run_coroutine_threadsafe(server.start(HOST, 0), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@pytest.fixture(scope="module")
def ark() -> Iterator[int]:
    """Return the port of a simulated server."""
    with simulated_ark() as port:
        yield port


def no_process(context: str, channel: str) -> int:
    raise NotImplementedError


def console(port: int, *arguments: str, password: str = SECRET, typed: str = "") -> Result:
    (group,) = CONTEXTS["keep"].cli(no_process)
    options = ("--profile", "ark_asa", "--address", f"{HOST}:{port}", "--password-env", "PASSWORD")
    result = CliRunner().invoke(
        group, ("console", *options, *arguments), input=typed, env={"PASSWORD": password}
    )
    assert password not in result.output
    return result


def test_a_reply_for_people(ark: int) -> None:
    result = console(ark, "ListPlayers")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"0. Pebble, {0:032x}"


def test_a_reply_for_programs(ark: int) -> None:
    document = json.loads(console(ark, "--json", "GetGameLog").stdout)

    assert list(document) == ["text", "frames", "seconds"]
    assert document["text"].count("\n") == 300
    assert document["frames"] == 4
    assert 0 < document["seconds"] < 5


def test_no_reply_is_said(ark: int) -> None:
    assert console(ark, "SaveWorld").stdout == "(no output)\n"


def test_a_reply_cannot_control_the_terminal() -> None:
    with simulated_ark("Eve (Eve): \x1b]0;root\x07 \x9b31m \u202e13\u2067") as port:
        assert console(port, "GetChat").stdout == "Eve (Eve): ]0;root 31m 13\n"


def test_options_after_a_command_belong_to_it(ark: int) -> None:
    console(ark, "GetChat")
    console(ark, "ServerChat", "--json", "--help")

    assert console(ark, "GetChat").stdout == "SERVER: --json --help\n"


def test_a_script_of_commands(ark: int) -> None:
    result = console(ark, typed="ListPlayers\n\nSaveWorld\n")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 4


def test_a_script_exits_with_the_status_of_its_last_error(ark: int) -> None:
    result = console(ark, typed=f"SaveWorld\n{'x' * 1_001}\n")

    assert result.exit_code == 2
    assert "at most 1,000 bytes" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [(("  ",), 2, "The command is empty."), (("x" * 1_001,), 2, "yours has 1,001")],
)
def test_a_refused_command(ark: int, arguments: tuple[str, ...], status: int, why: str) -> None:
    result = console(ark, *arguments)

    assert result.exit_code == status
    assert why in result.stderr


def test_a_wrong_password(ark: int) -> None:
    result = console(ark, "ListPlayers", password="guess-guess")

    assert result.exit_code == 77
    assert "rejected the console password" in result.stderr


def test_an_unreachable_server_exits_with_69() -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]

    result = console(port, "ListPlayers")

    assert result.exit_code == 69
    assert "can't be reached" in result.stderr


def test_a_password_from_a_file(ark: int, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n")
    (group,) = CONTEXTS["keep"].cli(no_process)
    options = ("--profile", "ark_asa", "--address", f"{HOST}:{ark}", "--password-file", str(file))

    result = CliRunner().invoke(group, ("console", *options, "SaveWorld"))

    assert (result.exit_code, SECRET in result.output) == (0, False)


def test_a_person_is_asked_for_the_password_on_standard_error(ark: int) -> None:
    (group,) = CONTEXTS["keep"].cli(no_process)
    options = ("--profile", "ark_asa", "--address", f"{HOST}:{ark}")
    typed = Terminal(f"{SECRET}\n".encode())

    result = CliRunner().invoke(group, ("console", *options, "SaveWorld"), input=typed)

    assert result.exit_code == 0
    assert "Password" in result.stderr
    assert result.stdout.split() == ["(no", "output)"]
    assert SECRET not in result.output


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((), "The password is missing."),
        (("--password-env", "NO_SUCH_VARIABLE"), "no variable NO_SUCH_VARIABLE"),
        (("--password-file", "/nowhere/at/all"), "cannot be read"),
        (("--password-file", "x", "--password-env", "y"), "not both"),
    ],
)
def test_a_password_that_cannot_be_had(options: tuple[str, ...], why: str) -> None:
    (group,) = CONTEXTS["keep"].cli(no_process)
    where = ("--profile", "ark_asa", "--address", "127.0.0.1:1")

    result = CliRunner().invoke(group, ("console", *where, *options, "ListPlayers"))

    assert result.exit_code == 2
    assert why in result.stderr


@pytest.mark.parametrize("address", ["", "host", ":1", "host:", "host:0", "host:65536", "host:x"])
def test_something_that_is_no_address(address: str) -> None:
    (group,) = CONTEXTS["keep"].cli(no_process)

    result = CliRunner().invoke(
        group, ("console", "--profile", "openttd", "--address", address, "clients")
    )

    assert result.exit_code == 2
    assert "Write HOST:PORT" in result.stderr
