"""The commands ``nazh serve`` and ``nazh commands``, for the bot over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import click

_SERVE_EXAMPLES: Final = """\
Discord posts interactions to /interactions on PORT, beside /metrics and /readyz. Put a load
balancer with TLS in front of it, and enter its address in the Developer Portal (your application,
General Information, Interactions Endpoint URL). Any number of processes may share one PostgreSQL
and one Redis. Register the commands once per deployment: nazh commands sync.

\b
Settings, besides those of nazh run:
  NAZH_DISCORD_PUBLIC_KEY   the application's public key; if unset, Discord is asked at the start
  NAZH_HTTP_DRAIN_SECONDS   how long to keep answering after SIGTERM, while not ready (5)
Every setting: nazh config check.

\b
Example:
  PORT=8080 DISCORD_TOKEN_FILE=/run/secrets/token nazh serve

Exit status: 0 after SIGTERM or Ctrl-C, 69 if Discord or the database does not answer at the start,
78 if the configuration is invalid.
"""
_SYNC_EXAMPLES: Final = """\
Run it once for each version of nazh serve, or of shards with NAZH_DISCORD_SYNC_COMMANDS=off.
Registering twice changes nothing; commands that this version does not have are removed.

\b
Example:
  nazh commands sync

Exit status: 0 if synced, 69 if Discord does not answer, 78 if the configuration is invalid.
"""


def serve_command(serve: Callable[[], int]) -> click.Command:
    """Return the command that serves HTTP; ``serve`` returns the exit status."""

    @click.command("serve", epilog=_SERVE_EXAMPLES, short_help="Answer Discord over HTTP.")
    def serve_http() -> None:
        """Answer interactions that Discord posts, without its gateway, until told to stop."""
        raise click.exceptions.Exit(serve())

    return serve_http


def commands_group(sync_commands: Callable[[], int]) -> click.Group:
    """Return the group of commands about commands; ``sync_commands`` returns the exit status."""

    @click.group(
        "commands", epilog=_SYNC_EXAMPLES, short_help="Register the bot's commands with Discord."
    )
    def commands() -> None:
        """Register the bot's commands with Discord."""

    @commands.command("sync", epilog=_SYNC_EXAMPLES, short_help="Register all commands.")
    def sync() -> None:
        """Register the commands of this version with Discord, in every language."""
        raise click.exceptions.Exit(sync_commands())

    return commands
