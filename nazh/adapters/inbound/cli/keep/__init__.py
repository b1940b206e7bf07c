"""The commands ``nazh keep``."""

from __future__ import annotations

import click


def keep_group(*commands: click.Command) -> click.Group:
    """Return the group with its commands."""

    @click.group("keep", short_help="Operate Keep, which manages game servers.")
    def keep() -> None:
        """Operate Keep, which manages game servers from Discord."""

    for command in commands:
        keep.add_command(command)
    return keep
