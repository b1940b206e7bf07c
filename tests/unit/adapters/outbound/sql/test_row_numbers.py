"""Tests that row numbers are never reused, so that no reader mistakes a row for an earlier one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase

NUMBERED = {
    "rolls": "(id, story, player, at, secret, form, ruleset, notation, sought, faces, picked)"
    " VALUES ('1', '1', 1, 1, 0, 1, 'plain', '1d6', '1d6', '[[1]]', '[]')",
    "server_changes": "(server, at, setting) VALUES (1, 1, 'language')",
}


async def test_the_number_of_a_deleted_row_is_not_given_again(tmp_path: Path) -> None:
    file = tmp_path / "nazh.sqlite"
    database = SqliteDatabase(file)
    await database.open()
    await database.close()

    with closing(sqlite3.connect(file)) as connection:
        for table, values in NUMBERED.items():
            first = connection.execute(f"INSERT INTO {table} {values} RETURNING seq").fetchone()
            connection.execute(f"DELETE FROM {table}")
            second = connection.execute(f"INSERT INTO {table} {values} RETURNING seq").fetchone()

            assert (first, second) == ((1,), (2,))
