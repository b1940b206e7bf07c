"""The command ``nazh systems``, which lists the game systems that rolls can name."""

from __future__ import annotations

import click

from nazh.adapters.inbound.cli.output import print_lines
from nazh.adapters.inbound.texts.dice.systems import system_lines
from nazh.domain.dice.systems import find_systems, game_systems

_EXAMPLES = """\b
Examples:
  nazh systems
  nazh systems cod
  nazh roll cod8
"""


def systems_command() -> click.Command:
    """Return the command; it only reads the catalogue."""

    @click.command("systems", epilog=_EXAMPLES, short_help="List the game systems.")
    @click.argument("name", nargs=-1)
    def systems(name: tuple[str, ...]) -> None:
        """List the game systems whose rolls have names, or those that match NAME."""
        wanted = " ".join(name)
        chosen = find_systems(wanted) if wanted else game_systems()
        if not chosen:
            raise click.ClickException(f"No game system is called {wanted}. Try: nazh systems")
        print_lines(system_lines(chosen))

    return systems
