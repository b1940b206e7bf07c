"""The toy in a terminal."""

from __future__ import annotations

import click

from nazh.adapters.inbound.cli.output import print_lines


@click.command("bell", short_help="Ring the bell.")
def bell_command() -> None:
    """Ring the bell in the terminal, where nobody counts."""
    print_lines(("Ding!",))
