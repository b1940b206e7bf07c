"""``nazh db``: upgrade the database, look at it, back it up, bring a backup back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import click

from nazh.adapters.inbound.cli.operating import CannotRun
from nazh.adapters.inbound.cli.output import print_json, print_lines
from nazh.application.shared.ports import StoreTrouble

UNAVAILABLE: Final = 69
_STILL_OPEN: Final = (
    "Fair sessions that were open: {}. No roll is proven in them any more, for what fell since the"
    " backup would fall once more. Close them with /fair close, and open others."
)
Result = TypeVar("Result")
_EXAMPLES: Final = """\b
The database is the one of NAZH_DATABASE_URL, or nazh.sqlite3 in the user's data directory.
A bot may run on it meanwhile.

\b
Examples:
  nazh db status
  nazh db backup nazh-2026-01-01.jsonl
  NAZH_DATABASE_URL=postgresql://nazh@db/nazh nazh db restore nazh-2026-01-01.jsonl

\b
Exit status: 0 where it is done, 69 where the database does not answer, else 78.
"""


class Keeper(Protocol):
    """Keeps a database; every call raises ``StoreTrouble`` where it cannot."""

    async def upgrade(self) -> None:
        """Make the database, or bring it to the newest revision."""
        ...

    async def status(self) -> Mapping[str, str | int | None]:
        """Return ``database``, ``revision``, ``newest``, ``rolls`` and ``open_sessions``.

        ``None`` is unknown.
        """
        ...

    async def backup(self, file: Path, *, overwrites: bool) -> int:
        """Write everything to ``file``; return how many rows there were."""
        ...

    async def restore(self, file: Path, *, overwrites: bool) -> int:
        """Put what is in ``file`` in the place of everything; return how many rows there were."""
        ...


class StoreAway(CannotRun):
    """The database does not answer; the message is one sentence."""

    exit_code = UNAVAILABLE


def db_command(new_keeper: Callable[[], Keeper]) -> click.Group:
    """Return the commands about the database; ``new_keeper`` raises CannotRun."""

    @click.group("db", epilog=_EXAMPLES, short_help="Look after the database of rolls.")
    def db() -> None:
        """Look after the database in which rolls are kept."""

    @db.command("upgrade", short_help="Make the database, or bring it up to date.")
    def upgrade() -> None:
        """Make the database, or bring it to this version. The bot does so itself at its start."""
        _done(new_keeper().upgrade())
        print_lines(("The database is up to date.",))

    @db.command("status", short_help="Say where it is, how old, and what is in it.")
    @click.option("--json", "is_json", is_flag=True, help="Print one line of JSON.")
    def status(is_json: bool) -> None:
        """Say where the database is, whether it is up to date, and how many rolls are in it."""
        told = _done(new_keeper().status())
        if is_json:
            print_json(dict(told))
            return
        print_lines(
            (
                f"database  {told['database']}",
                f"revision  {_revision(told)}",
                f"rolls     {_count(told['rolls'])}",
                f"fair      {_count(told['open_sessions'])} sessions open",
            )
        )

    @db.command("backup", short_help="Write everything in it to a file.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--force", is_flag=True, help="Replace the file where it is there.")
    def backup(file: Path, force: bool) -> None:
        """Write everything in the database to FILE, as JSON Lines."""
        rows = _done(new_keeper().backup(file, overwrites=force))
        print_lines((f"Rows written: {rows}",))

    @db.command("restore", short_help="Put a backup in the place of everything in it.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--force", is_flag=True, help="Replace what is in the database.")
    def restore(file: Path, force: bool) -> None:
        """Put the backup in FILE in the place of everything in the database."""
        rows = _done(new_keeper().restore(file, overwrites=force))
        print_lines((f"Rows restored: {rows}",))
        if still_open := _done(new_keeper().status())["open_sessions"]:
            print_lines((_STILL_OPEN.format(still_open),))

    return db


def _done(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except StoreTrouble as trouble:
        raise (StoreAway if trouble.is_away else CannotRun)(str(trouble)) from trouble


def _count(told: str | int | None) -> str | int:
    return "unknown" if told is None else told


def _revision(told: Mapping[str, str | int | None]) -> str:
    if told["revision"] is None:
        return "none yet: run nazh db upgrade, or start the bot"
    if told["revision"] == told["newest"]:
        return f"{told['revision']}, up to date"
    return f"{told['revision']}; {told['newest']} is the newest that this program knows"
