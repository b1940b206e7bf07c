"""Tests databases that open, fail to open, or time out."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from operator import methodcaller
from pathlib import Path
from time import monotonic

import pytest
import pytest_asyncio
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import STATEMENT_TIMEOUT, Database
from nazh.adapters.outbound.sql.databases.factory import new_database, open_read_only
from nazh.adapters.outbound.sql.databases.postgresql import PostgresDatabase
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.migrations.migrating import migrate
from nazh.application.dice.ports import AlreadyRecorded, OpenRolls
from nazh.application.shared.ports import StoreError
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import RequestId
from tests import databases
from tests.unit.adapters.outbound.sql.dice.test_rolls import record

AT_ONCE = 5.0
"""Seconds; far less than the blocked work would take, and enough for a busy machine."""
SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(30)",
}


@pytest_asyncio.fixture(params=[databases.sqlite, databases.postgresql])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    async with request.param(tmp_path) as url:
        yield url


@pytest_asyncio.fixture
async def database(address: str) -> AsyncIterator[Database]:
    async with databases.opened(address) as opened:
        yield opened


def take_for_ever(connection: Connection) -> None:
    connection.execute(text(SLOW[connection.dialect.name]))


def cut_all_but_this(connection: Connection) -> None:
    connection.execute(
        text(
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )


async def is_recorded(open_ledger: OpenRolls, name: str) -> bool:
    """Whether a new roll was recorded; otherwise the database was unavailable."""
    try:
        async with open_ledger(RequestId(name)) as ledger:
            await ledger.history.append(replace(record(), id=RequestId(name)))
            await ledger.commit()
    except Unavailable:
        return False
    return True


async def trouble(address: str) -> StoreError:
    database = new_database(address)
    with pytest.raises(StoreError) as caught:
        await database.open()
    await database.close()
    return caught.value


async def test_a_query_that_times_out_is_cancelled(database: Database) -> None:
    started = monotonic()

    with pytest.raises(Unavailable):
        await database.read(take_for_ever, timeout=0.1)

    assert monotonic() - started < AT_ONCE
    assert await database.is_reachable()


async def test_several_processes_may_open_an_empty_database_together(address: str) -> None:
    several = [new_database(address) for _ in range(3)]

    await asyncio.gather(*(database.open() for database in several))

    for database in several:
        assert await database.is_reachable()
        await database.close()


async def test_a_read_only_server_counts_as_unreachable(tmp_path: Path) -> None:
    """As a standby is, or the server of a host that allows no more writes to a full disk."""
    async with databases.postgresql(tmp_path) as address:
        async with databases.opened(address):
            await set_read_only(address, "on")
        async with databases.opened(address) as database:
            open_ledger = SqlRollStore(database)
            assert not await is_recorded(open_ledger, "meanwhile")
            assert not await database.is_reachable()

            # Only new connections are affected, as after a failover.
            await set_read_only(address, "off")

            assert await database.is_reachable()
            assert await is_recorded(open_ledger, "after")


@pytest.mark.parametrize("is_fast", [True, False], ids=["fast", "slow"])
async def test_a_full_disk_of_a_server_is_noticed_until_it_has_space_again(
    tmp_path: Path, is_fast: bool
) -> None:
    async with databases.postgresql(tmp_path) as address, databases.opened(address) as database:
        open_ledger = SqlRollStore(database)
        await database.write(fill_disk)
        assert await database.is_reachable()

        if is_fast:
            assert not await is_recorded(open_ledger, "meanwhile")
        else:
            with pytest.raises(Unavailable):
                await database.write(lambda on: on.execute(text("CREATE TABLE kept AS SELECT 1")))
        assert not await database.is_reachable()
        assert not await database.is_reachable()

        await database.write(lambda on: on.execute(text("DROP EVENT TRIGGER on_new_tables")))
        assert await database.is_reachable()


def fill_disk(connection: Connection) -> None:
    """Make the server answer as if no more could be written to its disk."""
    refuse = "LANGUAGE plpgsql AS $$ BEGIN RAISE 'No space' USING ERRCODE = 'disk_full'; END $$"
    connection.execute(text(f"CREATE FUNCTION refuse_row() RETURNS trigger {refuse}"))
    connection.execute(text(f"CREATE FUNCTION refuse_table() RETURNS event_trigger {refuse}"))
    connection.execute(
        text("CREATE TRIGGER on_rolls BEFORE INSERT ON rolls EXECUTE FUNCTION refuse_row()")
    )
    connection.execute(
        text(
            "CREATE EVENT TRIGGER on_new_tables ON ddl_command_start"
            " WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION refuse_table()"
        )
    )


async def set_read_only(address: str, state: str) -> None:
    name = make_url(address).database
    database = new_database(databases.POSTGRESQL + "/postgres")
    await database.write(
        lambda connection: connection.execute(
            text(f"ALTER DATABASE {name} SET default_transaction_read_only = {state}")
        )
    )
    await database.close()


async def test_the_store_waits_for_a_briefly_locked_file(tmp_path: Path) -> None:
    file = tmp_path / "nazh.sqlite3"
    database = new_database(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(database.open())
        await asyncio.wait((opening,), timeout=STATEMENT_TIMEOUT + 0.3)
        other.execute("COMMIT")

        await opening

    assert await database.is_reachable()
    await database.close()


async def test_a_closed_database_may_be_closed_again(address: str) -> None:
    database = new_database(address)

    await database.close()
    await database.close()
    assert not await database.is_reachable()


async def test_a_locked_file_is_unreachable(tmp_path: Path) -> None:
    async with databases.sqlite(tmp_path) as address, databases.opened(address) as database:
        with closing(sqlite3.connect(tmp_path / "nazh.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert not await database.is_reachable()

        assert await database.is_reachable()


async def test_a_newer_database_is_left_alone(database: Database, address: str) -> None:
    def grow(connection: Connection) -> None:
        connection.execute(text("UPDATE nazh_revision SET version_num = '9999'"))

    await database.write(grow)

    error = await trouble(address)
    assert "written by a newer version of Nazh" in str(error)
    assert not error.is_unreachable


@pytest.mark.parametrize(("trusted_for", "lost"), [(0.0, 0), (60.0, 1)])
async def test_cut_connections_are_discarded(tmp_path: Path, trusted_for: float, lost: int) -> None:
    async with databases.postgresql(tmp_path) as address, databases.opened(address) as other:
        url = make_url(address).set(drivername="postgresql+asyncpg")
        database = PostgresDatabase(url, trusted_for)
        assert await database.is_reachable()
        await other.read(cut_all_but_this)

        answers = [await database.is_reachable() for _ in range(3)]
        await database.close()

    # A recently used connection is trusted; only its user has to retry if it is broken.
    assert answers == [False] * lost + [True] * (3 - lost)


async def test_a_roll_that_finds_a_cut_connection_discards_the_others(tmp_path: Path) -> None:
    async with databases.postgresql(tmp_path) as address, databases.opened(address) as other:
        url = make_url(address).set(drivername="postgresql+asyncpg")
        database = PostgresDatabase(url, validation_interval=60.0)
        open_ledger = SqlRollStore(database)
        several = [is_recorded(open_ledger, f"before {number}") for number in range(3)]
        assert await asyncio.gather(*several) == [True] * 3
        await other.read(cut_all_but_this)

        answers = [await is_recorded(open_ledger, f"after {number}") for number in range(3)]
        await database.close()

    assert answers == [False, True, True]


@pytest.mark.parametrize(
    "address", ["postgresql://nazh@127.0.0.1:1/nazh", f"{databases.POSTGRESQL}/nobody_made_this"]
)
async def test_a_roll_fails_without_its_database(address: str) -> None:
    database = new_database(address)

    assert not await is_recorded(SqlRollStore(database), "a")
    await database.close()


async def test_two_processes_take_turns_in_postgresql(tmp_path: Path) -> None:
    story: list[str] = []

    async def visit(name: str, process: Database) -> None:
        async with SqlRollStore(process)(RequestId("a")) as ledger:
            assert await ledger.history.find(RequestId("b")) is None
            story.append(f"{name} in")
            await asyncio.sleep(0.05)
            story.append(f"{name} out")

    async with (
        databases.postgresql(tmp_path) as address,
        databases.opened(address) as one,
        databases.opened(address) as other,
    ):
        await asyncio.gather(visit("one", one), visit("other", other))

    assert [line.split()[1] for line in story] == ["in", "out", "in", "out"]


async def test_two_processes_never_record_one_request_twice(address: str) -> None:
    recorded = record()

    async def roll(process: Database) -> bool:
        async with SqlRollStore(process)(recorded.id) as ledger:
            if await ledger.history.find(recorded.id) is not None:
                return False
            await ledger.history.append(recorded)
            try:
                await ledger.commit()
            except AlreadyRecorded:
                return False
            return True

    async with databases.opened(address) as one, databases.opened(address) as other:
        assert sorted(await asyncio.gather(roll(one), roll(other))) == [False, True]


async def test_a_write_to_a_locked_database_times_out(
    tmp_path: Path,
) -> None:
    file = tmp_path / "nazh.sqlite3"
    async with databases.opened(f"sqlite:///{file}") as database:
        holder = sqlite3.connect(file, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        started = monotonic()

        with pytest.raises(Unavailable):
            await database.write(lambda connection: None, timeout=0.2)

        assert monotonic() - started < AT_ONCE
        holder.close()


async def test_a_place_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    error = await trouble(f"sqlite:///{tmp_path}/file/nazh.sqlite3")

    assert "cannot be opened" in str(error)
    assert "NAZH_DATABASE_URL" in str(error)
    assert not error.is_unreachable


async def test_a_file_that_is_something_else_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no database, " * 100)

    error = await trouble(f"sqlite:///{tmp_path}/file")

    assert "(file is not a database)" in str(error)


async def test_an_unreachable_server_is_reported_without_the_password() -> None:
    error = await trouble("postgresql://nazh:s3cr3t@127.0.0.1:1/nazh")

    assert "postgresql://nazh:***@127.0.0.1:1/nazh cannot be opened" in str(error)
    assert "s3cr3t" not in str(error)
    assert error.is_unreachable


@pytest.mark.parametrize(
    "change",
    [
        methodcaller("set", username="nazh_test_absent"),
        methodcaller("set", database="nazh_test_absent"),
    ],
    ids=["user", "database"],
)
async def test_a_server_that_refuses_is_not_unreachable(
    tmp_path: Path, change: Callable[[URL], URL]
) -> None:
    async with databases.postgresql(tmp_path) as address:
        url = change(make_url(address))

        error = await trouble(url.render_as_string(hide_password=False))

    assert "Check NAZH_DATABASE_URL, and what its user may do." in str(error)
    assert not error.is_unreachable


async def test_a_missing_root_certificate_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSSLROOTCERT", str(tmp_path / "absent.crt"))

    error = await trouble("postgresql://nazh@127.0.0.1:1/nazh?sslmode=verify-full")

    assert "postgresql://nazh@127.0.0.1:1/nazh?sslmode=verify-full cannot" in str(error)
    assert "PGSSLROOTCERT names the certificate of the server's authority" in str(error)
    assert str(error).endswith("It must be in the environment, not in .env.")
    assert not error.is_unreachable


async def test_an_error_contains_no_stored_data(address: str) -> None:
    def keep_twice(connection: Connection) -> None:
        statement = text("INSERT INTO fair_players (session, number, player) VALUES (:s, 1, 1)")
        connection.execute(statement, {"s": "swordfish"})
        connection.execute(statement, {"s": "swordfish"})

    async with databases.opened(address) as database:
        with pytest.raises(IntegrityError) as raised:
            await database.write(keep_twice)

    assert "swordfish" not in str(raised.value)
    assert "hidden due to hide_parameters" in str(raised.value)


async def test_a_read_only_open_creates_no_database(tmp_path: Path) -> None:
    async with open_read_only(f"sqlite:///{tmp_path / 'none'}") as database:
        assert database is None

    assert not (tmp_path / "none").exists()


async def test_a_read_only_open_changes_nothing(address: str) -> None:
    first, *_, newest = CORE.revisions
    database = new_database(address)
    await database.write_in_background(lambda connection: migrate(connection, CORE, first))
    await database.close()

    with pytest.raises(StoreError, match=f"revision {first} of core.*reads {newest}. Run nazh"):
        async with open_read_only(address):
            pass

    async with databases.opened(address), open_read_only(address) as opened:
        assert opened is not None
