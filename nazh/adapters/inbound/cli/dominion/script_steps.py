"""Checks all steps of a script before any of them runs, and runs its commands."""

from __future__ import annotations

from collections.abc import Iterable

from nazh.adapters.inbound.cli.dominion.script import (
    Advance,
    InvalidScript,
    ScriptCommand,
    parse_script,
)
from nazh.adapters.inbound.cli.dominion.script_commands import COMMANDS, run_command
from nazh.adapters.inbound.cli.dominion.script_views import VIEWS, GameViews, run_view


def read_script(lines: Iterable[bytes]) -> tuple[Advance | ScriptCommand, ...]:
    """Return the steps of a script, whose commands and options are valid. Raises InvalidScript."""
    steps = tuple(parse_script(lines))
    for step in steps:
        if isinstance(step, ScriptCommand):
            _check(step)
    return steps


async def run_step(views: GameViews, command: ScriptCommand) -> None:
    """Run a command of a script. Raises the refusals of its use cases."""
    if command.words in VIEWS:
        await run_view(views, command)
    else:
        await run_command(views.game, command)


def _check(command: ScriptCommand) -> None:
    if command.words in VIEWS:
        VIEWS[command.words].check(command)
    elif command.words in COMMANDS:
        COMMANDS[command.words].check(command)
    else:
        raise InvalidScript(command.number, _no_command(command.words))


def _no_command(words: str) -> str:
    group = words.partition(" ")[0]
    every = (*COMMANDS, *VIEWS)
    groups = dict.fromkeys(name.partition(" ")[0] for name in every)
    known = [name for name in every if name.startswith(f"{group} ")] or groups
    return f"there is no command /{words}. There are {', '.join(f'/{name}' for name in known)}."
