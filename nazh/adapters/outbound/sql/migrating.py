"""Migrating: from whatever revision a database has to the newest, or to a certain one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

TABLES: Final = (
    "rolls",
    "shelves",
    "servers",
    "server_changes",
    "tallies",
    "gateway_sessions",
    "fair_sessions",
    "fair_receipts",
    "fair_players",
)
"""Every table that the newest revision has, and no other: in PostgreSQL, others may live beside."""
VERSIONS: Final = "nazh_revision"
NEWEST: Final = "head"
REVISION: Final = "0006"
"""The newest revision, which is known here without reading the scripts of all of them."""
LOOK: Final = text("SELECT version_num FROM nazh_revision")
"""The quickest way to know that a database is there and is ours."""
_SCRIPTS: Final = Path(__file__).with_name("migrations")


class UnknownRevision(Exception):
    """The database has a revision that this program does not know; reads on as a sentence."""

    def __init__(self) -> None:
        super().__init__("was written by a newer Nazh. Run that version, or a newer one.")


def migrate(connection: Connection, to: str = NEWEST) -> None:
    """Bring the database to a revision, inside the transaction of ``connection``.

    Raises UnknownRevision.
    """
    if to == NEWEST and revision(connection) == REVISION:
        return
    # Only a start after an update needs these, and they take a tenth of a second to import.
    from alembic import command
    from alembic.script.revision import ResolutionError
    from alembic.util import CommandError

    config = _config()
    config.attributes.update(connection=connection, version_table=VERSIONS)
    try:
        command.upgrade(config, to)
    except CommandError as error:
        if isinstance(error.__cause__, ResolutionError):
            raise UnknownRevision from error
        raise


def revision(connection: Connection) -> str | None:
    """Return the revision of the database; ``None`` where nothing was made yet."""
    if not inspect(connection).has_table(VERSIONS):
        return None
    found: str | None = connection.execute(LOOK).scalar()
    return found


def revisions() -> tuple[str, ...]:
    """Return every revision that this program knows, the oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config())
    return tuple(reversed([script.revision for script in scripts.walk_revisions()]))


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config
