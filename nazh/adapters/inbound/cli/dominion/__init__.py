"""The commands ``nazh dominion``."""

from __future__ import annotations

import click


def dominion_group(*commands: click.Command) -> click.Group:
    """Return the group with its commands."""

    @click.group("dominion", short_help="Run a world of Dominion without Discord.")
    def dominion() -> None:
        """Run a world of Dominion, the strategy game between servers, without Discord."""

    for command in commands:
        dominion.add_command(command)
    return dominion
