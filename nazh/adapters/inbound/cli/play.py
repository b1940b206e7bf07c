"""The command ``nazh play``, which runs the real bot on a simulated Discord in the browser."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from tempfile import TemporaryDirectory
from types import FrameType
from typing import IO, Final
from urllib.parse import urlsplit

import click

from nazh.adapters.inbound.cli.exit_status import UNAVAILABLE
from nazh.adapters.inbound.cli.output import print_lines
from nazh.application.shared.ports import Clock

STOP_TIMEOUT: Final = 15.0
"""Seconds that a process has to exit after it was told to."""
_STOP_REQUEST_INTERVAL: Final = 0.2
"""Seconds between two checks for a stop request."""
_STOP_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Ctrl-C, a stop by another program, and a terminal that closes; Windows has no SIGHUP."""
_FIXED_PORTS: Final = range(20_000, 32_000)
"""Below the ports that systems choose for connections: from 32,768 on Linux, 49,152 elsewhere."""
_FORWARDED_SETTINGS: Final = (
    *("NAZH_LOG_LEVEL", "NAZH_RNG", "NAZH_RNG_SEED"),
    *("NAZH_DICE_RULESET", "NAZH_RULESET"),  # its previous name
)
"""The operator's settings that also apply to this bot; the others concern the real Discord."""
_LOCALCORD: Final = (
    *("--bot-name", "Nazh", "--guild", "The Long Rest", "--channel", "table"),
    *("--first-command", "roll"),
)
_SECOND_GUILD: Final = ("--guild", "The Iron Keep", "--manager", "Tomas", "--manager", "Kel")
"""For the game, which is played between servers."""
_GAME_SPEED: Final = 600
"""The speed of the game's clock, as a multiple of real time: a tick every six seconds."""
_FIRST_COMMAND: Final = "/roll 2d6"
_FIRST_GAME_COMMAND: Final = "/nation register as Tomas, and as Kel in The Iron Keep,"
_RULESET: Final = "blitz"
"""Its nations are protected for 36 seconds on this clock, and fight within three minutes."""
_WAY_TO_WAR: Final = """\
Both choose the channel of their news in /settings. After /military build, and 36 seconds later
/war declare and /war accept, the battle follows within three minutes, with its report in both."""
_EXAMPLES: Final = """\b
Examples:
  nazh play                  play in a browser
  nazh play --no-open        only print its address
  nazh play --port 8000      always at the same address
  nazh play --game           with Dominion, the strategy game between servers
"""


class CannotPlay(click.ClickException):
    """A process could not start; it has already printed why."""

    exit_code = UNAVAILABLE


def play_command(time: Clock) -> click.Command:
    """Return the command."""

    @click.command("play", epilog=_EXAMPLES, short_help="Try it in the browser, without Discord.")
    @click.option(
        "--port",
        type=click.IntRange(0, 65_535),
        default=0,
        help="0, the default, takes a free port.",
    )
    @click.option(
        "--open/--no-open", "opens_browser", default=True, help="Open a browser if there is one."
    )
    @click.option("--game", is_flag=True, help="Play Dominion too; an hour of the game takes 6 s.")
    def play(port: int, opens_browser: bool, game: bool) -> None:
        """Start a simulated Discord with the bot, and play in the browser.

        You are a player, a game master or a stranger; switch between them at the top right. Press
        Ctrl-C to stop.
        """
        page = _free_port()
        clock = f"{_GAME_SPEED}@{int(time.now().timestamp())}" if game else ""
        with (
            _stop_on_signals() as stop_request,
            _discord(port, clock) as addresses,
            _bot(addresses, page, clock) as bot,
        ):
            client = addresses["client"]
            print_lines((f"The simulated Discord runs at {client}",))
            if not (opens_browser and open_browser(client)):
                print_lines(access_hint(client))
            first = _FIRST_GAME_COMMAND if game else _FIRST_COMMAND
            print_lines(
                (
                    f"The bot's dashboard: http://127.0.0.1:{page}/",
                    f"Type {first} in the browser. Press Ctrl-C here to stop.",
                )
            )
            if game:
                print_lines(_WAY_TO_WAR.splitlines())
            stop_request.wait_for_end(bot)
            raise CannotPlay("The bot has ended.")

    return play


def _free_port(ports: Sequence[int] = _FIXED_PORTS) -> int:
    """Return one of ``ports`` that is free now; no connection takes one of the fixed ports."""
    while True:
        port = secrets.choice(ports)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def open_browser(client: str) -> bool:
    """Open a browser if there is a screen, and return whether it was opened."""
    # Without a screen, webbrowser would fall back on a text browser and block this terminal.
    display_variables = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    has_display = sys.platform in ("darwin", "win32") or any(
        os.environ.get(variable) for variable in display_variables
    )
    return has_display and webbrowser.open(client)


def access_hint(client: str) -> tuple[str, ...]:
    """Return lines that say how to open the address from this machine and from another."""
    port = urlsplit(client).port
    return (
        "Open this address in a browser on this machine. From another machine, first run there",
        f"  ssh -L {port}:127.0.0.1:{port} {socket.gethostname()}",
    )


class _Stopped(Exception):
    """The user asked to stop."""


class _StopRequest:
    """Records whether the user has asked to stop, by one of the signals."""

    def __init__(self) -> None:
        self._was_made = False
        self._is_polled = False

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        is_first, self._was_made = not self._was_made, True
        # A second signal must not interrupt the stop.
        if is_first and not self._is_polled:
            raise _Stopped

    def wait_for_end(self, process: Popen[str]) -> None:
        """Return when the process has ended; raise `_Stopped` if a stop is requested."""
        # An exception of the signal handler could leave the lock of Popen.wait held, and Python
        # drops one that is raised in a destructor or a weakref callback.
        self._is_polled = True
        while not self._was_made:
            with suppress(TimeoutExpired):
                process.wait(_STOP_REQUEST_INTERVAL)
                return
        raise _Stopped


@contextmanager
def _stop_on_signals() -> Iterator[_StopRequest]:
    request = _StopRequest()
    # nohup ignores SIGHUP for the programs that it starts, and this must stay so.
    heeded = [
        number
        for number in _STOP_SIGNALS
        if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN
    ]
    before = {number: signal.signal(number, request.on_signal) for number in heeded}
    try:
        yield request
    except _Stopped:
        print_lines(("", "Stopped."))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _discord(port: int, clock: str) -> Iterator[dict[str, str]]:
    """Start the simulated Discord; with a ``clock``, for the game between two servers."""
    game = (*_SECOND_GUILD, "--clock", clock) if clock else ()
    options = (*_LOCALCORD, *game, "--port", str(port))
    with _child("localcord", *options, stdout=PIPE) as process:
        assert process.stdout is not None
        addresses = dict(_addresses(process.stdout))
        if "token" not in addresses:
            raise CannotPlay("The simulated Discord did not start. Is the port in use?")
        yield addresses


def _addresses(lines: IO[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.strip().partition(" ")
        yield name, value.strip()
        if name == "token":
            return


@contextmanager
def _bot(addresses: dict[str, str], port: int, clock: str) -> Iterator[Popen[str]]:
    own = {name for name in os.environ if name.startswith(("NAZH_", "DISCORD_"))}
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in own.difference(_FORWARDED_SETTINGS)
        },
        "NAZH_LOG_LEVEL": os.environ.get("NAZH_LOG_LEVEL", "WARNING"),
        "DISCORD_TOKEN": addresses["token"],
        "NAZH_DISCORD_API_URL": addresses["api"],
        "APP_ENV": "development",
        "NAZH_DATABASE_URL": "memory:",
        "NAZH_HTTP_HOST": "127.0.0.1",
        "NAZH_HTTP_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }
    if clock:
        environment["NAZH_DOMINION_CLOCK"] = clock
        environment["NAZH_DOMINION_RULESET"] = _RULESET
        environment["NAZH_CONTEXTS"] = "dice,dominion"
        environment["NAZH_DATABASE_URL"] = "sqlite:///nazh.sqlite3"  # in the directory below
    with (
        TemporaryDirectory() as elsewhere,  # without the operator's .env
        _child("nazh", "run", env=environment, cwd=elsewhere, stdout=DEVNULL) as process,
    ):
        yield process


@contextmanager
def _child(
    module: str, *arguments: str, stdout: int, env: dict[str, str] | None = None, cwd: str = "."
) -> Iterator[Popen[str]]:
    # A session of its own, so that only this process receives Ctrl-C and stops the children in
    # order. If this process is killed, the pipe to their standard input closes, and they exit.
    command = (sys.executable, "-m", module, *arguments, "--until-stdin-closes")
    with Popen(  # noqa: S603  # our own modules, by this interpreter
        command, env=env, cwd=cwd, stdin=PIPE, stdout=stdout, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_TIMEOUT)
            except TimeoutExpired:
                process.kill()
