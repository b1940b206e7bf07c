"""The command ``nazh db``, which migrates, checks, backs up and restores the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import click

from nazh.adapters.inbound.cli.exit_status import UNAVAILABLE
from nazh.adapters.inbound.cli.output import print_json, print_lines
from nazh.adapters.inbound.cli.run import CannotRun
from nazh.adapters.inbound.texts.json_values import Json
from nazh.application.shared.database_status import ChainStatus, DatabaseStatus, Restored
from nazh.application.shared.ports import StoreError

Result = TypeVar("Result")
_EXAMPLES: Final = """\
The database is the one of NAZH_DATABASE_URL, or nazh.sqlite3 in the user's data directory.
The bot may keep running on it.

\b
Examples:
  nazh db status
  nazh db backup nazh-2026-01-01.jsonl
  NAZH_DATABASE_URL=postgresql://nazh@db/nazh nazh db restore nazh-2026-01-01.jsonl

Exit status: 0 if done, 69 if the database does not answer, else 78.
"""


class DatabaseAdmin(Protocol):
    """Administers a database; every call raises ``StoreError`` if it fails."""

    async def upgrade(self) -> None:
        """Create the database, or migrate it to the newest revision."""
        ...

    async def status(self) -> DatabaseStatus:
        """Return its URL, the revision of every chain of migrations, and its row counts."""
        ...

    async def backup(self, file: Path, *, overwrites: bool) -> int:
        """Write a backup to ``file``; return the number of rows."""
        ...

    async def restore(self, file: Path, *, overwrites: bool) -> Restored:
        """Replace everything with the backup in ``file``."""
        ...


class DatabaseUnavailable(CannotRun):
    """The database does not answer; the message is one sentence."""

    exit_code = UNAVAILABLE


def db_command(
    new_database_admin: Callable[[], DatabaseAdmin], *others: click.Command
) -> click.Group:
    """Return the database commands and ``others``; ``new_database_admin`` raises CannotRun."""

    @click.group(
        "db", epilog=_EXAMPLES, short_help="Migrate, check, back up or restore the database."
    )
    def db() -> None:
        """Migrate, check, back up or restore the database."""

    @db.command("upgrade", epilog=_EXAMPLES, short_help="Create or migrate the database.")
    def upgrade() -> None:
        """Create the database, or migrate it to this version. The bot does this when it starts."""
        run_with_store(new_database_admin().upgrade())
        print_lines(("The database is up to date.",))

    @db.command(
        "status",
        epilog=_EXAMPLES,
        short_help="Show the database's location, revision and row counts.",
    )
    @click.option("--json", "is_json", is_flag=True, help="Print one line of JSON.")
    def status(is_json: bool) -> None:
        """Show where the database is, whether it is up to date, and its row counts."""
        database_status = run_with_store(new_database_admin().status())
        if is_json:
            print_json(_record_of(database_status))
            return
        core, *contexts = database_status.chains
        table = {
            "database": database_status.database,
            "revision": _revision(core),
            **{chain.name: _revision(chain) for chain in contexts},
            **{
                name.replace("_", " "): str(count) for name, count in database_status.counts.items()
            },
        }
        width = max(map(len, table))
        print_lines(f"{name:<{width}}  {value}" for name, value in table.items())

    @db.command("backup", epilog=_EXAMPLES, short_help="Write its contents to a file.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--force", is_flag=True, help="Replace the file if it exists.")
    def backup(file: Path, force: bool) -> None:
        """Write everything in the database to FILE, as JSON Lines."""
        if file == Path("-"):
            raise click.UsageError("Backups are not written to standard output. Name a file.")
        rows = run_with_store(new_database_admin().backup(file, overwrites=force))
        print_lines((f"Rows written: {rows}",))

    @db.command("restore", epilog=_EXAMPLES, short_help="Replace its contents with a backup.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--force", is_flag=True, help="Replace the contents of the database.")
    def restore(file: Path, force: bool) -> None:
        """Replace everything in the database with the backup in FILE."""
        restored = run_with_store(new_database_admin().restore(file, overwrites=force))
        print_lines((f"Rows restored: {restored.rows}", *restored.notes))

    for other in others:
        db.add_command(other)
    return db


def run_with_store(work: Coroutine[Any, Any, Result]) -> Result:
    """Return the result of ``work``. Raises CannotRun in place of ``StoreError``."""
    try:
        return asyncio.run(work)
    except StoreError as error:
        raise (DatabaseUnavailable if error.is_unreachable else CannotRun)(str(error)) from error


def _record_of(status: DatabaseStatus) -> dict[str, Json]:
    core, *contexts = status.chains
    return {
        "database": status.database,
        "revision": core.revision,
        "newest": core.newest,
        **status.counts,
        "contexts": {
            chain.name: {"revision": chain.revision, "newest": chain.newest} for chain in contexts
        },
    }


def _revision(chain: ChainStatus) -> str:
    if chain.revision is None:
        return "none yet; the bot creates the database when it starts (or nazh db upgrade does)"
    if chain.is_newest:
        return f"{chain.revision}, up to date"
    return f"{chain.revision}; {chain.newest} is the newest that this program knows"
