"""Tests that the files of a database are their owner's, and one file after a clean stop."""

from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.application.shared.ports import StoreError
from nazh.domain.kernel.errors import Unavailable


@pytest.fixture(autouse=True)
def open_folder(tmp_path: Path) -> Iterator[None]:
    """Let everybody read the folder, and what is created with the usual umask."""
    tmp_path.chmod(0o755)
    before = os.umask(0o022)
    yield
    os.umask(before)


def create_table(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE kept (a)"))


def read(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))


def permissions(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}


async def test_only_their_owner_reads_the_files_in_a_folder_that_others_read(
    tmp_path: Path,
) -> None:
    database = SqliteDatabase(tmp_path / "nazh.sqlite3")

    await database.open()

    names = ("nazh.sqlite3", "nazh.sqlite3-wal", "nazh.sqlite3-shm")
    assert permissions(tmp_path) == dict.fromkeys(names, 0o600)
    await database.close()


async def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "nazh.sqlite3"
    file.touch(0o644)
    database = SqliteDatabase(file)

    await database.open()

    assert set(permissions(tmp_path).values()) == {0o600}
    await database.close()


@pytest.mark.parametrize("has_reader", [False, True])
async def test_after_a_clean_stop_one_file_holds_everything(
    tmp_path: Path, has_reader: bool
) -> None:
    database = SqliteDatabase(tmp_path / "nazh.sqlite3")
    await database.open()
    await database.write(create_table)
    if has_reader:
        await database.read(read)

    await database.close()

    assert list(permissions(tmp_path)) == ["nazh.sqlite3"]
    with closing(sqlite3.connect(tmp_path / "nazh.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


async def test_preparing_an_open_database_keeps_its_locks(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "nazh.sqlite3")
    await database.open()

    database.prepare()
    visit = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM rolls')"
    visitor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", visit, str(tmp_path / "nazh.sqlite3")
    )
    await visitor.wait()

    # The last process that closes a database deletes its log; the visitor must not be the last.
    assert "nazh.sqlite3-wal" in permissions(tmp_path)
    await database.close()


async def test_a_disk_that_takes_no_writes_is_noticed_until_it_takes_them_again(
    tmp_path: Path,
) -> None:
    database = SqliteDatabase(tmp_path / "nazh.sqlite3")
    await database.open()
    await database.write(create_table)
    _, hard = before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
    try:
        was_fine = await database.is_reachable()
        with pytest.raises(Unavailable):
            await database.write(lambda on: on.execute(text("INSERT INTO kept VALUES (1)")))
        is_full = not await database.is_reachable()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert (was_fine, is_full) == (True, True)
    assert await database.is_reachable()
    await database.close()


@pytest.mark.parametrize("create", [Path.mkdir, os.mkfifo])
async def test_what_is_not_a_file_is_refused_and_keeps_its_permissions(
    tmp_path: Path, create: Callable[[Path], None]
) -> None:
    path = tmp_path / "shared"
    create(path)
    path.chmod(0o755)

    with pytest.raises(StoreError, match=r"cannot be opened \(it is not a file\)"):
        await SqliteDatabase(path).open()

    assert permissions(tmp_path) == {"shared": 0o755}


def test_a_file_that_cannot_be_looked_up_is_not_taken_as_missing(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / ("n" * 300))

    with pytest.raises(StoreError, match=r"cannot be opened \(File name too long\)"):
        _ = database.exists
