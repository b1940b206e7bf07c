"""Dumps: everything in our tables as JSON Lines, the same from either database, and back again.

The first line names the revision, the last one counts the rows, so that a dump that was cut short
is no dump. A dump of an older revision is restored as it was, and then migrated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, TextIO

from sqlalchemy import Connection, Integer, MetaData, func, insert, select, text

from nazh.adapters.outbound.sql.migrating import (
    TABLES,
    VERSIONS,
    UnknownRevision,
    migrate,
    revision,
)

FORM: Final = 1
_AT_ONCE: Final = 500
_POSTGRESQL: Final = "postgresql"


class BadDump(Exception):
    """A text is no dump; the message goes on where its name stands."""


class NotEmpty(Exception):
    """There is something where a dump was to be restored."""


def dump(connection: Connection, file: TextIO) -> int:
    """Write everything as it is at one moment; return the number of rows."""
    if connection.dialect.name == _POSTGRESQL:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    _write(file, {"nazh": "dump", "form": FORM, "revision": revision(connection)})
    count = 0
    for table in _tables(connection).sorted_tables:
        statement = select(table).order_by(*table.primary_key.columns)
        found = connection.execution_options(yield_per=_AT_ONCE).execute(statement)
        for row in found.mappings():
            _write(file, {"table": table.name, "row": dict(row)})
            count += 1
    _write(file, {"rows": count})
    return count


def restore(connection: Connection, lines: Iterable[str], *, overwrites: bool) -> int:
    """Put a dump in the place of everything; return the number of rows.

    Raises BadDump, NotEmpty and UnknownRevision; the caller's transaction must be undone then.
    """
    if not overwrites and not is_empty(connection):
        raise NotEmpty
    read = _read(lines)
    to = _head(next(read, {}))
    _clear(connection)
    migrate(connection, to)
    tables = _tables(connection)
    count, kept = 0, -1
    while chunk := list(islice(read, _AT_ONCE)):
        if "rows" in chunk[-1]:
            kept = chunk.pop()["rows"]
        count += len(chunk)
        _insert(connection, tables, chunk)
    if kept != count:
        raise BadDump("was cut short")
    _count_on(connection, tables)
    migrate(connection)
    return count


def is_empty(connection: Connection) -> bool:
    """Whether there is nothing that a dump would overwrite."""
    tables = _tables(connection).sorted_tables
    return all(connection.execute(select(table).limit(1)).first() is None for table in tables)


def _tables(connection: Connection) -> MetaData:
    """Return our tables as they are in the database, whatever its revision."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in TABLES)
    return found


def _clear(connection: Connection) -> None:
    ours = MetaData()
    ours.reflect(connection, only=lambda name, _: name in (*TABLES, VERSIONS))
    ours.drop_all(connection)


def _head(line: dict[str, Any]) -> str:
    if line.get("nazh") != "dump" or line.get("form") != FORM:
        raise BadDump("is no dump of Nazh's, or one of a newer Nazh")
    if not isinstance(line["revision"], str):
        raise UnknownRevision
    return line["revision"]


def _read(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            told = json.loads(line)
        except ValueError as error:
            raise BadDump(f"cannot be read from line {number} on") from error
        if not isinstance(told, dict):
            raise BadDump(f"cannot be read from line {number} on")
        yield told


def _insert(connection: Connection, tables: MetaData, chunk: list[dict[str, Any]]) -> None:
    for name in dict.fromkeys(str(line.get("table")) for line in chunk):
        if name not in tables.tables:
            raise BadDump(f"has rows of a table that is not known ({name[:40]})")
        rows = [line["row"] for line in chunk if line["table"] == name]
        connection.execute(insert(tables.tables[name]), rows)


def _count_on(connection: Connection, tables: MetaData) -> None:
    """Let the numbers that the database gives go on behind those that were restored."""
    if connection.dialect.name != _POSTGRESQL:
        return  # SQLite does so by itself
    for table in tables.sorted_tables:
        for column in table.primary_key.columns:
            if column.autoincrement is True or isinstance(column.type, Integer):
                last = connection.execute(select(func.max(column))).scalar()
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                if last is not None:
                    connection.execute(select(func.setval(sequence, last)))


def _write(file: TextIO, told: dict[str, Any]) -> None:
    file.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
