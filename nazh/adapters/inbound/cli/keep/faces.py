"""The command ``nazh keep faces``, which supervises several bots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

_EXAMPLES: Final = """\
Each file <name>.env in DIRECTORY is a face: a bot with its own settings, such as DISCORD_TOKEN
and NAZH_CONTEXTS, one on each line. All other settings are those of this process. PORT is where
this process answers /readyz and /metrics; a face takes any free port unless its file has PORT.

\b
Example:
  faces/dice.env    DISCORD_TOKEN_FILE=/run/secrets/dice
                    NAZH_CONTEXTS=dice
  faces/warden.env  DISCORD_TOKEN_FILE=/run/secrets/warden
                    NAZH_CONTEXTS=keep
                    NAZH_DATABASE_URL=sqlite:///warden.sqlite3
  nazh keep faces faces

Exit status: 0 after SIGTERM or Ctrl-C, 78 if a file or a setting is invalid.
"""


def faces_command(run_faces: Callable[[Path], int]) -> click.Command:
    """Return the command; ``run_faces`` returns the exit status, and raises CannotRun."""

    @click.command("faces", epilog=_EXAMPLES, short_help="Run several bots, and restart them.")
    @click.argument("directory", type=click.Path(path_type=Path))
    def faces(directory: Path) -> None:
        """Run a bot for each file in DIRECTORY until told to stop.

        A bot that crashes is restarted after 1 s, and after up to 60 s if it crashes again. One
        that crashes more than 10 times in 10 minutes stays stopped, as does one with an invalid
        configuration; the others keep running.
        """
        raise click.exceptions.Exit(run_faces(directory))

    return faces
