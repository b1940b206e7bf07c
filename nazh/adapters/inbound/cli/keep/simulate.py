"""The commands ``nazh keep simulate``, which run simulated game servers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import click

from nazh.adapters.inbound.cli.keep.options import read_password
from nazh.adapters.inbound.cli.output import print_lines
from nazh.domain.keep.consoles.passwords import Password

HOST: Final = "127.0.0.1"
_DEFAULT_PASSWORD: Final = "simulated"  # noqa: S105  # of a server on loopback without a game
_EXAMPLES: Final = """\b
Examples:
  nazh keep simulate ark
  RCON_PASSWORD=simulated nazh keep console --profile ark_asa --address 127.0.0.1:27020 \\
    --password-env RCON_PASSWORD ListPlayers
"""

StartArk = Callable[[Password, str, int], Awaitable[int]]
"""Starts the server on a host and a port (0: any), and returns the port."""


def simulate_group(start_ark: StartArk) -> click.Group:
    """Return the group. ``start_ark`` raises OSError."""

    @click.group("simulate", short_help="Run a simulated game server.")
    def simulate() -> None:
        """Run a simulated game server on this machine, to try commands without a game."""

    @simulate.command("ark", epilog=_EXAMPLES, short_help="Simulate the console of ARK.")
    @click.option("--port", type=click.IntRange(0, 65_535), default=27_020, show_default=True)
    @click.option(
        "--password-file", type=click.Path(path_type=Path), help="The file with the password."
    )
    @click.option("--password-env", metavar="NAME", help="The environment variable with it.")
    def ark(port: int, password_file: Path | None, password_env: str | None) -> None:
        """Simulate the console of an ARK server until Ctrl-C.

        It knows ListPlayers, GetChat, ServerChat and GetGameLog, and listens on 127.0.0.1 only.
        Without an option for it, the password is "simulated".
        """
        password = read_password(password_file, password_env, _DEFAULT_PASSWORD)
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(start_ark, password, port))

    return simulate


async def _serve(start_ark: StartArk, password: Password, port: int) -> None:
    try:
        chosen = await start_ark(password, HOST, port)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} of {HOST} cannot be used ({error.strerror}). Choose another with --port."
        ) from error
    print_lines((f"A simulated ARK server listens at {HOST}:{chosen}. Ctrl-C ends it.",))
    await asyncio.Event().wait()
