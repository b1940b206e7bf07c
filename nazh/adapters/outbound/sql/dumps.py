"""Dumps all tables as JSON Lines, the same from either database, and restores them.

The first line has the revision of every migration chain. The last line counts the rows, so that a
truncated dump is rejected. A dump of an older revision is restored at that revision, and then
migrated.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TextIO

from sqlalchemy import Connection, Integer, MetaData, func, insert, select

from nazh.adapters.outbound.sql.isolation import read_one_snapshot
from nazh.adapters.outbound.sql.migrations.chains import CORE, Migrations
from nazh.adapters.outbound.sql.migrations.migrating import (
    UnknownRevision,
    is_newer,
    migrate,
    migrate_all,
    revision,
)

FORMAT_VERSION: Final = 1
_BATCH_SIZE: Final = 500
_POSTGRESQL: Final = "postgresql"


class InvalidDump(Exception):
    """A text is not a dump; the message continues a sentence that begins with its name."""


class DatabaseNotEmpty(Exception):
    """The database that a dump should be restored to has data."""


def dump(connection: Connection, file: TextIO, chains: Sequence[Migrations]) -> int:
    """Write a consistent snapshot of everything; return the number of rows.

    Raises UnknownRevision if the database may have more tables than ``chains``.
    """
    read_one_snapshot(connection)
    if is_newer(connection, chains):
        raise UnknownRevision
    header = {"nazh": "dump", "form": FORMAT_VERSION, "revision": revision(connection, CORE)}
    revisions = {chain.name: revision(connection, chain) for chain in chains if chain is not CORE}
    contexts = {name: version for name, version in revisions.items() if version is not None}
    _write(file, {**header, "contexts": contexts} if contexts else header)
    count = 0
    for table in _tables(connection, chains).sorted_tables:
        statement = select(table).order_by(*table.primary_key.columns)
        rows = connection.execution_options(yield_per=_BATCH_SIZE).execute(statement)
        for row in rows.mappings():
            _write(file, {"table": table.name, "row": dict(row)})
            count += 1
    _write(file, {"rows": count})
    return count


def restore(
    connection: Connection,
    lines: Iterable[str],
    chains: Sequence[Migrations],
    stored: Sequence[Migrations],
    *,
    overwrites: bool,
) -> int:
    """Replace everything with a dump; return the number of rows.

    The dump may have rows of ``chains``; those of all ``stored`` ones are replaced. Raises
    InvalidDump, DatabaseNotEmpty and UnknownRevision; then the caller must roll back.
    """
    if not overwrites and not is_empty(connection, stored):
        raise DatabaseNotEmpty
    read = _read(lines)
    revisions = _read_header(next(read, {}), chains)
    _clear(connection, stored)
    for chain, to in revisions:
        migrate(connection, chain, to)
    tables = _tables(connection, chains)
    count, expected = 0, -1
    while chunk := list(islice(read, _BATCH_SIZE)):
        if "rows" in chunk[-1]:
            expected = chunk.pop()["rows"]
        count += len(chunk)
        _insert(connection, tables, chunk)
    if expected != count:
        raise InvalidDump("was cut short")
    _advance_sequences(connection, tables)
    migrate_all(connection, chains)
    return count


def is_empty(connection: Connection, chains: Sequence[Migrations]) -> bool:
    """Return whether there is no data that a dump would overwrite."""
    tables = _tables(connection, chains).sorted_tables
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables)


def _tables(connection: Connection, chains: Sequence[Migrations]) -> MetaData:
    """Return the tables of the database at its current revision."""
    return _reflected(connection, {name for chain in chains for name in chain.tables})


def _clear(connection: Connection, chains: Sequence[Migrations]) -> None:
    names = {name for chain in chains for name in (*chain.tables, chain.version_table)}
    _reflected(connection, names).drop_all(connection)


def _reflected(connection: Connection, names: Collection[str]) -> MetaData:
    reflected = MetaData()
    reflected.reflect(connection, only=lambda name, _: name in names)
    return reflected


def _read_header(
    line: dict[str, Any], chains: Sequence[Migrations]
) -> list[tuple[Migrations, str]]:
    """Return the chains in the dump with their revisions."""
    contexts = line.get("contexts", {})
    is_complete = "revision" in line and isinstance(contexts, dict)
    if line.get("nazh") != "dump" or line.get("form") != FORMAT_VERSION or not is_complete:
        raise InvalidDump("is not a dump from Nazh, or is from a newer version")
    revisions = {CORE.name: line["revision"], **contexts}
    if not all(isinstance(revision, str) for revision in revisions.values()):
        raise UnknownRevision
    known = {chain.name: chain for chain in chains}
    for name in revisions:
        if name not in known:
            raise InvalidDump(f"has data of a context that NAZH_CONTEXTS leaves out ({name[:40]})")
    return [(known[name], revision) for name, revision in revisions.items()]


def _read(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InvalidDump(f"cannot be read from line {number} on") from error
        if not isinstance(record, dict):
            raise InvalidDump(f"cannot be read from line {number} on")
        yield record


def _insert(connection: Connection, tables: MetaData, chunk: list[dict[str, Any]]) -> None:
    for name in dict.fromkeys(str(line.get("table")) for line in chunk):
        if name not in tables.tables:
            raise InvalidDump(f"has rows of an unknown table ({name[:40]})")
        rows = [_row_in(line) for line in chunk if line.get("table") == name]
        connection.execute(insert(tables.tables[name]), rows)


def _row_in(line: dict[str, Any]) -> dict[str, Any]:
    row = line.get("row")
    if not isinstance(row, dict):
        raise InvalidDump("has a line without a row")
    return row


def _advance_sequences(connection: Connection, tables: MetaData) -> None:
    """Set the sequences to continue after the restored numbers."""
    if connection.dialect.name != _POSTGRESQL:
        return  # SQLite does this automatically
    for table in tables.sorted_tables:
        for column in table.primary_key.columns:
            if column.autoincrement is True or isinstance(column.type, Integer):
                last = connection.execute(select(func.max(column))).scalar()
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                if last is not None:
                    connection.execute(select(func.setval(sequence, last)))


def _write(file: TextIO, record: dict[str, Any]) -> None:
    file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
