"""The command ``nazh work``, which runs the jobs of the contexts without Discord."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import click

_EXAMPLES: Final = """\
It advances the world of Dominion and does the other periodic work of NAZH_CONTEXTS on the database
of nazh run or nazh serve. Those do the same work themselves; a separate process keeps it from
slowing down their answers. Any number may run; each piece of work is done once. The settings are
the same as for nazh run. /readyz and /metrics answer on PORT.

\b
Example:
  NAZH_CONTEXTS=dice,dominion NAZH_DATABASE_URL=postgresql://nazh@db/nazh PORT=8081 nazh work

Exit status: 0 after SIGTERM or Ctrl-C, 69 if the database does not answer at the start, 78 if the
configuration is invalid.
"""


def work_command(work: Callable[[], int]) -> click.Command:
    """Return the command that runs jobs; ``work`` returns the exit status."""

    @click.command("work", epilog=_EXAMPLES, short_help="Run periodic work without Discord.")
    def run_jobs() -> None:
        """Run the periodic work of all contexts, without Discord, until told to stop."""
        raise click.exceptions.Exit(work())

    return run_jobs
