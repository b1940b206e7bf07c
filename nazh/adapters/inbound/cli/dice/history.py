"""The command ``nazh history``, which lists recorded rolls as text, JSON Lines or CSV."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Final

import click

from nazh.adapters.inbound.cli.db import run_with_store
from nazh.adapters.inbound.cli.output import print_bytes, print_errors, print_lines
from nazh.adapters.inbound.texts.dice.history import plain_entry
from nazh.adapters.inbound.texts.dice.history_files import csv_heading, csv_line, json_line
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.history.read_archive import ReadArchive
from nazh.application.dice.ports import ArchiveEntry, RollArchive, RollQuery
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId

_SPAN: Final = re.compile(r"(?P<count>[0-9]{1,5})(?P<unit>[hdw])", re.ASCII)
_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_ID: Final = click.IntRange(0, 2**63 - 1)
_EXAMPLES: Final = """\
The rolls are read from the bot's database (NAZH_DATABASE_URL, or nazh.sqlite3 in the user's data
directory), including secret ones. Rolls made with nazh roll are not stored.

\b
Examples:
  nazh history
  nazh history --since 7d --text stealth
  nazh history --player 80351110224678912 --limit 1000000 --csv > rolls.csv
  nazh history --json | jq '.rolls[].pools[].total'

Exit status: 0, 69 if the database does not answer, 78 if it cannot be opened.
"""
OpenArchive = Callable[[], AbstractAsyncContextManager[RollArchive | None]]
"""Opens the archive, or returns ``None`` if there is no database."""


class _Span(click.ParamType[timedelta]):
    name = "span"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        match = _SPAN.fullmatch(str(value))
        if match is None:
            self.fail(f"{value} is not a duration. Write 12h, 7d or 4w.", param, ctx)
        return int(match["count"]) * _UNITS[match["unit"]]


def history_command(open_archive: OpenArchive, clock: Clock) -> click.Command:
    """Return the command; ``open_archive`` raises CannotRun and StoreError."""

    @click.command("history", epilog=_EXAMPLES, short_help="List recorded rolls.")
    @click.option("--player", type=_ID, help="Only rolls of the player with this id.")
    @click.option("--channel", type=_ID, help="Only rolls in the channel with this id.")
    @click.option("--server", type=_ID, help="Only rolls on the server with this id.")
    @click.option(
        "--text", default="", help="Only rolls with this in the label, notation or comment."
    )
    @click.option("--since", type=_Span(), help="How far back: 12h, 7d, 4w.")
    @click.option(
        "--limit", type=click.IntRange(1), default=20, help="The maximum number of rolls (20)."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each roll.")
    @click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
    def history(
        player: int | None,
        channel: int | None,
        server: int | None,
        text: str,
        since: timedelta | None,
        limit: int,
        as_json: bool,
        as_csv: bool,
    ) -> None:
        """List the rolls that the bot has recorded, newest first."""
        if as_json and as_csv:
            raise click.UsageError("Give --json or --csv, not both.")
        query = RollQuery(
            by=None if player is None else UserId(player),
            channel=None if channel is None else ChannelId(channel),
            guild=None if server is None else GuildId(server),
            text=text,
        )

        async def show() -> None:
            async with open_archive() as archive:
                if archive is None:
                    print_errors(("Nothing has been recorded yet.",))
                    return
                entries = ReadArchive(archive, clock)(query, since, limit)
                await _print(entries, as_json=as_json, as_csv=as_csv)

        run_with_store(show())

    return history


async def _print(entries: AsyncIterator[ArchiveEntry], *, as_json: bool, as_csv: bool) -> None:
    if as_csv:
        print_bytes(csv_heading())
    async for entry in entries:
        if as_csv:
            print_bytes(csv_line(entry.record))
        elif as_json:
            print_bytes(json_line(entry.record))
        else:
            print_lines(plain_entry(entry.record, ENGLISH))
