"""``nazh play``: a table in the browser, with the real bot, and no Discord and no token needed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO, Final

import click

from nazh.adapters.inbound.cli.output import print_lines

PATIENCE: Final = 15.0
"""Seconds that a process is given to end once it was told to."""
_LOCALCORD: Final = ("--bot-name", "Nazh", "--guild", "The Long Rest", "--channel", "table")
_EXAMPLES: Final = """\b
Examples:
  nazh play                  open the table in a browser
  nazh play --no-open        only print its address
  nazh play --port 8000      always at the same address
"""


class CannotPlay(click.ClickException):
    """The table could not be laid; what went wrong was said by whoever it went wrong for."""

    exit_code = 69


def play_command() -> click.Command:
    """Return the command that lays a table in the browser."""

    @click.command("play", epilog=_EXAMPLES, short_help="Try it in the browser, without Discord.")
    @click.option("--port", type=click.IntRange(0, 65_535), default=0, help="0, the default: any.")
    @click.option("--open/--no-open", "is_opened", default=True, help="Open a browser, if any.")
    def play(port: int, is_opened: bool) -> None:
        """Start a Discord on loopback and the bot on it, and play in the browser.

        Several users sit at the table; switch between them at the top. Ctrl-C ends it.
        """
        with _told_to_stop_by_signals(), _discord(port) as addresses, _bot(addresses) as bot:
            client = addresses["client"]
            print_lines((f"The table is laid: {client}", "Ctrl-C ends it."))
            if is_opened:
                webbrowser.open(client)
            bot.wait()
            raise CannotPlay("The bot has ended.")

    return play


class _Stopped(Exception):
    """Somebody asked the table to be cleared."""


@contextmanager
def _told_to_stop_by_signals() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except _Stopped:
        print_lines(("", "The table is cleared."))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _discord(port: int) -> Iterator[dict[str, str]]:
    command = (sys.executable, "-m", "localcord", *_LOCALCORD, "--port", str(port))
    with _child(command, dict(os.environ)) as process:
        assert process.stdout is not None
        addresses = dict(_addresses(process.stdout))
        if "token" not in addresses:
            raise CannotPlay("The Discord on loopback did not start; is the port taken?")
        yield addresses


def _addresses(lines: IO[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.strip().partition(" ")
        yield name, value.strip()
        if name == "token":
            return


@contextmanager
def _bot(addresses: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    environment = {
        **os.environ,
        "DISCORD_TOKEN": addresses["token"],
        "NAZH_DISCORD_API_URL": addresses["api"],
        "APP_ENV": "development",
        "PORT": "0",
    }
    with _child((sys.executable, "-m", "nazh", "run"), environment) as process:
        yield process


@contextmanager
def _child(
    command: tuple[str, ...], environment: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    # A session of its own, so that Ctrl-C reaches us alone and children end in order.
    with subprocess.Popen(  # noqa: S603  # our own modules, by this interpreter
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
