"""The operator's commands to run the bot, invite it, and complete commands in a shell."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Final

import click
from click.shell_completion import get_completion_class

from nazh.adapters.inbound.cli.exit_status import BAD_CONFIGURATION
from nazh.adapters.inbound.cli.output import print_errors, print_lines
from nazh.adapters.inbound.cli.stdin_guard import exit_on_stdin_eof

PROGRAM: Final = "nazh"
COMPLETION_VARIABLE: Final = "_NAZH_COMPLETE"

_RUN_EXAMPLES = """\b
Settings come from the environment and from .env in the working directory:
  DISCORD_TOKEN       the bot token (or DISCORD_TOKEN_FILE, a file that holds it)
  PORT                where /metrics answers (8080; 0 for any)
  APP_ENV             production, development or test
Every setting: nazh config check.

\b
Examples:
  nazh run
  PORT=0 DISCORD_TOKEN_FILE=/run/secrets/token nazh run

Exit status: 0 after SIGTERM or Ctrl-C, 69 if Discord or the database does not answer at the start,
78 if the configuration is invalid; docs/health.md lists them all.
"""
_INVITE_EXAMPLES = """\
The link is made from the application id in DISCORD_TOKEN; nothing is sent.

\b
Example:
  nazh invite
"""
_COMPLETION_EXAMPLES = """\b
Examples:
  nazh completion bash > ~/.local/share/bash-completion/completions/nazh
  nazh completion zsh > "${fpath[1]}/_nazh"
  nazh completion fish > ~/.config/fish/completions/nazh.fish
"""


class CannotRun(click.ClickException):
    """The configuration is invalid; the message has one sentence for each error."""

    exit_code = BAD_CONFIGURATION

    def show(self, file: IO[str] | None = None) -> None:
        """Print the sentences."""
        print_errors(self.message.splitlines())


def run_command(run_bot: Callable[[], int]) -> click.Command:
    """Return the command that runs the bot; ``run_bot`` returns the exit status."""

    @click.command("run", epilog=_RUN_EXAMPLES, short_help="Run the Discord bot.")
    @click.option(
        "--until-stdin-closes",
        "exits_on_stdin_eof",
        is_flag=True,
        help="Also stop when standard input closes.",
    )
    def run(exits_on_stdin_eof: bool) -> None:
        """Run the Discord bot until it is told to stop."""
        if exits_on_stdin_eof:
            exit_on_stdin_eof()
        raise click.exceptions.Exit(run_bot())

    return run


def invite_command(invite_link: Callable[[], str]) -> click.Command:
    """Return the command that prints the ``invite_link``, which raises CannotRun."""

    @click.command("invite", epilog=_INVITE_EXAMPLES, short_help="Print the link to add the bot.")
    def invite() -> None:
        """Print the link that adds the bot to a server."""
        print_lines((invite_link(),))

    return invite


def completion_command(program: Callable[[], click.Group]) -> click.Command:
    """Return the command that prints the completion script of ``program``."""

    @click.command(
        "completion",
        epilog=_COMPLETION_EXAMPLES,
        short_help="Print the completion script for a shell.",
    )
    @click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
    def completion(shell: str) -> None:
        """Print the script that completes nazh's commands and options in SHELL."""
        completer = get_completion_class(shell)
        assert completer is not None
        script = completer(program(), {}, PROGRAM, COMPLETION_VARIABLE).source()
        print_lines(script.splitlines())

    return completion
