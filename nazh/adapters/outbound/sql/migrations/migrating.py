"""Migrates a database, each chain from its current revision to the newest or a given one."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnClause, Connection, Text, column, inspect, select, table

from nazh.adapters.outbound.sql.migrations.chains import CORE, Migrations

_REVISION: Final[ColumnClause[str]] = column("version_num", Text)
REVISION_QUERY: Final = select(_REVISION).select_from(table(CORE.version_table))
"""The cheapest query that succeeds only if the database exists and is Nazh's."""
_VERSION_TABLE_END: Final = "_revision"
_ENVIRONMENT: Final = Path(__file__).parent


class UnknownRevision(Exception):
    """The database has a revision unknown to this program."""

    def __init__(self) -> None:
        super().__init__(
            "was written by a newer version of Nazh. Run that version, or a newer one."
        )


def migrate_all(connection: Connection, chains: Iterable[Migrations]) -> None:
    """Migrate every chain to its newest revision. Raises UnknownRevision."""
    for chain in chains:
        migrate(connection, chain)


def migrate(connection: Connection, chain: Migrations, to: str | None = None) -> None:
    """Migrate one chain to the revision ``to``, or the newest, in ``connection``'s transaction.

    Raises UnknownRevision.
    """
    stored = revision(connection, chain)
    known = chain.revisions
    to = known[-1] if to is None else to
    if stored == to:
        return
    if to not in known or stored not in (None, *known):
        raise UnknownRevision
    # These imports take 0.1 s, and only a start after an update needs them.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # it lists its modules
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", _escaped(_ENVIRONMENT))
    config.set_main_option("version_locations", _escaped(chain.scripts))
    config.attributes.update(connection=connection, version_table=chain.version_table)
    command.upgrade(config, to)


def revision(connection: Connection, chain: Migrations) -> str | None:
    """Return the revision of one chain, or ``None`` before its first migration."""
    if not inspect(connection).has_table(chain.version_table):
        return None
    query = select(_REVISION).select_from(table(chain.version_table))
    return connection.execute(query).scalar()


def is_newer(connection: Connection, chains: Iterable[Migrations]) -> bool:
    """Return whether the database has a revision that is not known, or a chain not in ``chains``.

    Such a database may have tables that are not known either.
    """
    known = {chain.version_table: chain.revisions for chain in chains}
    schema = inspect(connection)
    for name in schema.get_table_names():
        if name not in known:
            columns = [column["name"] for column in schema.get_columns(name)]
            if name.endswith(_VERSION_TABLE_END) and columns == [_REVISION.name]:
                return True
            continue
        stored = connection.execute(select(_REVISION).select_from(table(name))).scalar()
        if stored not in (None, *known[name]):
            return True
    return False


def _escaped(path: Path) -> str:
    """Return a path for ConfigParser, in which ``%`` must be escaped."""
    return str(path).replace("%", "%%")
