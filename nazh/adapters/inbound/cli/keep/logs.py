"""The command ``nazh keep logs``, which shows whether log files can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Final

import click

from nazh.adapters.inbound.cli.db import run_with_store
from nazh.adapters.inbound.cli.output import print_lines
from nazh.application.keep.logs.show_logs import LogReport, ShowLogs

_FAULTY: Final = 1
_EXAMPLES: Final = """\b
Name the log files of game servers on this machine, by server number, and restart the bot:
  NAZH_KEEP_LOGS=1=/srv/ark/ShooterGame/Saved/Logs/ShooterGame.log

Exit status: 0; 1 if a log that is named can't be read, 69 if the database does not answer, 78 if
the configuration is invalid.
"""
_STATES: Final = {
    "read": "can be read",
    "not_named": "no log file in NAZH_KEEP_LOGS",
    "no_grammar": "logs of this game can't be read",
    "no_server": "there is no game server with this number",
    "missing": "the log file does not exist",
    "forbidden": "the bot may not read the log file",
    "not_a_file": "this is not a regular file; instead of a symbolic link, name its target",
    "failed": "the log file can't be read",
    "console": "is read over the console",
    "no_command": "the console of this game does not show its log",
}
_HARMLESS: Final = frozenset({"read", "console", "not_named", "no_grammar"})

OpenLogs = Callable[[], AbstractAsyncContextManager[ShowLogs]]


def logs_command(open_logs: OpenLogs) -> click.Command:
    """Return the command; ``open_logs`` raises ``StoreError`` and CannotRun."""

    async def show() -> tuple[LogReport, ...]:
        async with open_logs() as show_logs:
            return await show_logs()

    @click.command("logs", epilog=_EXAMPLES, short_help="Show which log files are read.")
    @click.option(
        "--unknown", is_flag=True, help="Show some lines of each log that Keep does not recognize."
    )
    def logs(*, unknown: bool) -> None:
        """Show all game servers with their numbers, and whether their log files can be read."""
        reports = run_with_store(show())
        print_lines(_lines(reports, with_unknown=unknown))
        if not all(report.state in _HARMLESS for report in reports):
            raise click.exceptions.Exit(_FAULTY)

    return logs


def _lines(reports: Iterable[LogReport], *, with_unknown: bool) -> Iterator[str]:
    is_empty = True
    for report in reports:
        is_empty = False
        server = report.server
        name = "" if server is None else f" {server.name} of the Discord server {server.guild}"
        yield f"{report.id}{name}: {_STATES[report.state]}"
        if with_unknown:
            yield from (f"  {sample}" for sample in report.samples)
    if is_empty:
        yield "There are no game servers yet. Add one on Discord with /server add."
