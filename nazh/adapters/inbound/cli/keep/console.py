"""The command ``nazh keep console``, which runs commands in the console of a game server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import click

from nazh.adapters.inbound.cli.exit_status import OK, REFUSED
from nazh.adapters.inbound.cli.keep.options import Address, AddressType, read_password
from nazh.adapters.inbound.cli.output import print_errors, print_json, print_lines
from nazh.application.keep.consoles.run_typed_command import RunTypedCommand
from nazh.application.keep.servers.ports import Console
from nazh.domain.keep.consoles.commands import DIRECTIONS, ConsoleReply
from nazh.domain.keep.consoles.errors import (
    AuthRejected,
    CommandTooLong,
    ConsoleError,
    EmptyCommand,
)
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.profile import Profile

UNAVAILABLE: Final = 69
REJECTED: Final = 77
_EVENTS: Final = 0.01
"""Seconds for the event loop to notice that a connection was closed, before the next command."""
_UNPRINTABLE: Final = dict.fromkeys(
    code for code in (*range(0x20), *range(0x7F, 0xA0), *DIRECTIONS) if chr(code) not in "\n\t"
)
_EXAMPLES: Final = """\b
Examples:
  nazh keep console --profile ark_asa --address 127.0.0.1:27020 --password-file rcon.txt ListPlayers
  nazh keep console --profile openttd --address [::1]:3977 --password-env ADMIN_PASSWORD clients
  nazh keep console --profile source_generic --address 10.0.0.5:25575 --json list
  nazh keep console --profile teeworlds --address 127.0.0.1:8303     interactive

Exit status: 0; 2 if the command is refused, 69 if the server can't be reached or did not answer
in time, 77 if it rejected the password.
"""

OpenConsole = Callable[[Profile, Address, Password], Console]


class _Refused(click.ClickException):
    exit_code = REFUSED


class _Unavailable(click.ClickException):
    exit_code = UNAVAILABLE


class _Rejected(click.ClickException):
    exit_code = REJECTED


def _ending(error: ConsoleError) -> click.ClickException:
    """Return the error with its text and the exit status."""
    text = " ".join(filter(None, (error.sentence, error.hint)))
    match error:
        case AuthRejected():
            return _Rejected(text)
        case EmptyCommand() | CommandTooLong():
            return _Refused(text)
        case _:
            return _Unavailable(text)


def console_command(open_console: OpenConsole, profiles: Mapping[str, Profile]) -> click.Command:
    """Return the command. ``open_console`` is called on the event loop."""

    @click.command("console", epilog=_EXAMPLES, short_help="Run commands on a game server.")
    @click.option("--profile", type=click.Choice(tuple(profiles)), required=True)
    @click.option("--address", type=AddressType(), required=True, help="The console's address.")
    @click.option(
        "--password-file", type=click.Path(path_type=Path), help="The file with the password."
    )
    @click.option("--password-env", metavar="NAME", help="The environment variable with it.")
    @click.option("--json", "is_json", is_flag=True, help="Print one line of JSON for each reply.")
    @click.argument("command", nargs=-1, type=click.UNPROCESSED)
    def console(
        profile: str,
        address: Address,
        password_file: Path | None,
        password_env: str | None,
        is_json: bool,
        command: tuple[str, ...],
    ) -> None:
        """Run COMMAND on a game server and print its reply.

        Without COMMAND, read commands until the end of the input (Ctrl-D), with a history. Without
        one of the password options, prompt for the password. Options come before COMMAND.
        """
        password = read_password(password_file, password_env)
        if address.is_public:
            print_errors(
                ("Warning: the password and all commands cross the internet unencrypted.",)
            )
        rules = profiles[profile]
        with asyncio.Runner() as runner:
            run = runner.run(_prepare(open_console, rules, address, password))
            try:
                if command:
                    _print(runner.run(run(" ".join(command))), is_json)
                else:
                    _run_each(runner, run, _typed_lines(f"{profile}> "), is_json)
            except ConsoleError as error:
                raise _ending(error) from None
            finally:
                runner.run(run.console.close())

    console.context_settings["ignore_unknown_options"] = True
    console.allow_interspersed_args = False
    return console


async def _prepare(
    open_console: OpenConsole, profile: Profile, address: Address, password: Password
) -> RunTypedCommand:
    return RunTypedCommand(profile, open_console(profile, address, password))


def _run_each(
    runner: asyncio.Runner, run: RunTypedCommand, lines: Iterable[str], is_json: bool
) -> None:
    """Run each line; errors are printed, and in a script the last one sets the exit status."""
    status = OK
    for line in lines:
        if not line.strip():
            continue
        runner.run(asyncio.sleep(_EVENTS))
        try:
            _print(runner.run(run(line)), is_json)
        except ConsoleError as error:
            ending = _ending(error)
            print_errors((ending.message,))
            status = ending.exit_code
            if status == REJECTED:
                break
    if status == REJECTED or not sys.stdin.isatty():
        raise click.exceptions.Exit(status)


def _typed_lines(prompt: str) -> Iterable[str]:
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    import readline  # noqa: F401  # gives input() a history and editing keys

    while True:
        try:
            yield input(prompt)
        except EOFError:
            print_lines(("",))
            return


def _print(reply: ConsoleReply, is_json: bool) -> None:
    if is_json:
        seconds = round(reply.seconds, 6)
        print_json({"text": reply.text, "frames": reply.frames, "seconds": seconds})
        return
    # A game may repeat what players typed, and that must not control the terminal.
    text = reply.text.translate(_UNPRINTABLE).rstrip()
    print_lines(text.split("\n") if text else ("(no output)",))
