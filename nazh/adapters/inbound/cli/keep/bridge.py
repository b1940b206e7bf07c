"""The command ``nazh keep bridge``, which relays messages from Discord to the games."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import click

from nazh.adapters.inbound.cli.stdin_guard import exit_on_stdin_eof

_EXAMPLES: Final = """\
It reads the messages in channels that /bridge link has linked, and relays them to their games. It
runs beside nazh run or nazh serve, with the same settings and database, and answers no commands. It
needs the Message Content Intent: Developer Portal, your application, Bot. Without it, /readyz says
so, and only messages that mention the bot are relayed. A second process waits until the first one
ends. /readyz and /metrics answer on PORT.

\b
Example:
  NAZH_CONTEXTS=dice,keep PORT=8082 nazh keep bridge

Exit status: 0 after SIGTERM or Ctrl-C, 69 if Discord or the database does not answer at the start,
78 if the configuration is invalid.
"""


def bridge_command(run: Callable[[], int]) -> click.Command:
    """Return the command that reads messages; ``run`` returns the exit status."""

    @click.command(
        "bridge", epilog=_EXAMPLES, short_help="Relay messages from Discord to the games."
    )
    @click.option(
        "--until-stdin-closes",
        "exits_on_stdin_eof",
        is_flag=True,
        help="Also stop when standard input closes.",
    )
    def bridge(exits_on_stdin_eof: bool) -> None:
        """Relay messages from linked Discord channels to their games, until told to stop."""
        if exits_on_stdin_eof:
            exit_on_stdin_eof()
        raise click.exceptions.Exit(run())

    return bridge
