"""Assembles the ``nazh`` program from its commands, and runs it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import Final

import click

from nazh.adapters.inbound.cli.exit_status import INTERRUPTED, OK
from nazh.adapters.inbound.cli.output import (
    BrokenStream,
    discard_output,
    fitted,
    print_lines,
    replace_closed_streams,
    replace_missing_characters,
    show,
    terminal_columns,
)
from nazh.adapters.inbound.cli.run import COMPLETION_VARIABLE, PROGRAM

Command = click.Command
_EXAMPLES: Final = (
    ("roll a1d20+5 2d6 --plot", "advantage, damage, and the plot die"),
    ("roll 6x4d6kh3", "six ability scores"),
    ("explain 5d10!!kh3", "what would happen, in words"),
    ("systems cod", "how to roll for a game"),
    ("odds a1d20+5 --vs 15", "how likely each total is, exactly"),
    ("fairness", "whether the dice are fair"),
    ("verify receipts.jsonl", "whether a fair session was fair"),
    ("play", "try the bot in the browser, without Discord"),
    ("run", "the Discord bot (DISCORD_TOKEN is needed)"),
)
_DICE: Final = re.compile(r"\w*d(?:\d|%|F)", re.IGNORECASE).match
_LEAST_COLUMNS_OF_CLICK: Final = 52
LoadCommands = Callable[[], Sequence[Command]]


class _TerminalHelp(click.HelpFormatter):
    """Wraps help, also its examples, at the width of a terminal."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        columns = terminal_columns(sys.stdout)
        if columns is not None and columns < _LEAST_COLUMNS_OF_CLICK:
            width = columns - 2
        super().__init__(indent_increment, width, max_width)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        if self.width < _LEAST_COLUMNS_OF_CLICK - 2:
            col_max = self.width // 3
        super().write_dl(rows, col_max, col_spacing)

    def getvalue(self) -> str:
        return "\n".join(fitted(super().getvalue().split("\n"), sys.stdout))


class _Context(click.Context):
    formatter_class = _TerminalHelp


class _OrderedGroup(click.Group):
    """A group that lists its commands in the order in which they were added.

    The commands of ``contexts`` come before them, and are loaded when the group is listed or one of
    them is used; ``unlisted`` loads commands that are not listed, by their names.
    """

    context_class = _Context
    contexts: Sequence[LoadCommands] = ()
    unlisted: Mapping[str, LoadCommands] = MappingProxyType({})

    @cached_property
    def _loaded(self) -> dict[str, Command]:
        return {str(command.name): command for load in self.contexts for command in load()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._loaded, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = super().get_command(ctx, cmd_name) or self._loaded.get(cmd_name)
        if known is None and cmd_name in self.unlisted:
            commands = self.unlisted[cmd_name]()
            known = next((command for command in commands if command.name == cmd_name), None)
        if known is not None:
            _wrap_help(known)
        return known

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.epilog = _examples(self.list_commands(ctx))
        super().format_epilog(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        typed = args[0]
        is_known = typed.startswith("-") or self.get_command(ctx, typed) is not None
        if not is_known and not ctx.resilient_parsing:
            # click itself would suggest none of the commands of contexts.
            ctx.fail(" ".join((f"No such command '{typed}'.", *self._suggestion(ctx, typed))))
        return super().resolve_command(ctx, args)

    def _suggestion(self, ctx: click.Context, typed: str) -> tuple[str, ...]:
        known = self.list_commands(ctx)
        if "roll" in known and _DICE(typed):
            return (f"To roll dice: {ctx.command_path} roll {typed}",)
        return tuple(f"Did you mean '{near}'?" for near in get_close_matches(typed, known, 1))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            if error.ctx is None or not _looks_like_dice(error.option_name, error.ctx.command):
                raise
            raise click.UsageError(
                f"{error.message} Put -- before a notation that begins with a minus: "
                f"{error.ctx.command_path} -- -1d4+3",
                error.ctx,
            ) from error


def _wrap_help(command: Command) -> None:
    """Let a command and its subcommands wrap their help."""
    command.context_class = _Context
    for subcommand in command.commands.values() if isinstance(command, click.Group) else ():
        _wrap_help(subcommand)


def _looks_like_dice(option: str, command: click.Command) -> bool:
    takes_dice = any(parameter.name == "notation" for parameter in command.params)
    return takes_dice and option[1] in "0123456789d"


def _examples(names: Collection[str]) -> str:
    """Return the examples of these commands; those of contexts that are off are left out."""
    shown = [(line, what) for line, what in _EXAMPLES if line.split()[0] in names]
    return "\n".join(["\b", "Examples:", *(f"  nazh {line:<29} {what}" for line, what in shown)])


def nazh_program(
    *commands: click.Command,
    contexts: Sequence[LoadCommands] = (),
    unlisted: Mapping[str, LoadCommands] = MappingProxyType({}),
) -> click.Group:
    """Return the program with the commands of ``contexts`` and its own, listed in this order.

    ``unlisted`` loads the commands of contexts that are off, by their names.
    """
    help_options = {"help_option_names": ["-h", "--help"]}

    @click.group(PROGRAM, cls=_OrderedGroup, context_settings=help_options)
    @click.option(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        help="Print the version and exit.",
    )
    def nazh() -> None:
        """Fair dice for game nights, in a terminal and on Discord."""

    assert isinstance(nazh, _OrderedGroup)
    nazh.contexts, nazh.unlisted = contexts, unlisted
    for command in commands:
        nazh.add_command(command)
    return nazh


def run_program(program: click.Group, arguments: Sequence[str]) -> int:
    """Run ``program`` and return its exit status. Never prints a traceback."""
    replace_closed_streams()
    replace_missing_characters()
    try:
        status = program.main(
            list(arguments),
            prog_name=PROGRAM,
            complete_var=COMPLETION_VARIABLE,
            standalone_mode=False,
        )
    except click.ClickException as error:
        show(error)
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except OSError as error:  # click writes help itself, without print_lines
        discard_output()
        broken = BrokenStream("Something cannot be read or cannot be written", error)
        show(broken)
        return broken.exit_code
    return status if isinstance(status, int) else OK


def _print_version(context: click.Context, option: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from importlib.metadata import version  # slow to import, and needed only here

    print_lines((f"{PROGRAM} {version('nazh')}",))
    context.exit()
