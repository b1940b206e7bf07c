"""The commands ``nazh dominion``."""

from __future__ import annotations

import click


def dominion_group(*commands: click.Command) -> click.Group:
    """Return the group with its commands."""

    @click.group("dominion", short_help="Operate and simulate Dominion, the strategy game.")
    def dominion() -> None:
        """Operate and simulate Dominion, the strategy game between servers, without Discord."""

    for command in commands:
        dominion.add_command(command)
    return dominion
