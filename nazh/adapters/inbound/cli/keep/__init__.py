"""The commands ``nazh keep``."""

from __future__ import annotations

import click


def keep_group(*commands: click.Command) -> click.Group:
    """Return the group with its commands."""

    @click.group("keep", short_help="Run commands in the consoles of game servers.")
    def keep() -> None:
        """Run commands in the consoles of game servers, without Discord."""

    for command in commands:
        keep.add_command(command)
    return keep
