"""Tests that each context has its own migration chain, and that commands use all."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, inspect, text

import nazh.adapters.outbound.sql
from nazh.adapters.outbound.sql.admin import SqlAdmin
from nazh.adapters.outbound.sql.databases.factory import new_database, open_read_only
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.migrations.chains import CORE, Migrations
from nazh.adapters.outbound.sql.migrations.migrating import migrate
from nazh.application.shared.database_status import ChainStatus
from nazh.application.shared.ports import StoreError
from tests import databases
from tests.doubles.clock import FrozenClock

Tables = tuple[set[str], dict[str, list[str]]]
"""All columns with their tables, and the primary key of each table in its order."""
SCRIPT = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {previous}


def upgrade() -> None:
    op.create_table("{table}", sa.Column("id", sa.Integer(), primary_key=True))
"""


@pytest.fixture
def toy(tmp_path: Path) -> Migrations:
    scripts = tmp_path / "50% toy scripts"
    scripts.mkdir()
    write_script(scripts, "0001", None, "toy_notes")
    write_script(scripts, "0002", "0001", "toy_tags")
    return Migrations("toy", scripts, "toy_revision")


def write_script(scripts: Path, revision: str, previous: str | None, table: str) -> None:
    script = SCRIPT.format(revision=revision, previous=repr(previous), table=table)
    (scripts / f"{revision}_{table}.py").write_text(script, "utf-8")


@pytest_asyncio.fixture(params=[databases.sqlite, databases.postgresql])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    async with request.param(tmp_path) as url:
        yield url


def test_revisions_and_tables_are_found_in_the_scripts(toy: Migrations) -> None:
    assert toy.revisions == ("0001", "0002")
    assert toy.newest == "0002"
    assert toy.tables == ("toy_notes", "toy_tags")


def test_names_of_scripts_are_their_revisions() -> None:
    for script in CORE.scripts.glob("[0-9]*_*.py"):
        source = script.read_text("utf-8")
        match = re.search(r'^revision = "(\w+)"', source, re.MULTILINE)
        assert match is not None
        assert script.name.startswith(f"{match[1]}_")


async def test_tables_are_declared_as_migrations_create_them(address: str) -> None:
    package = nazh.adapters.outbound.sql
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    own_tables = [table for name, table in METADATA.tables.items() if not name.startswith("toy_")]

    def read_tables(connection: Connection) -> Tables:
        inspector = inspect(connection)
        names = [name for name in inspector.get_table_names() if not name.endswith("_revision")]
        return (
            {
                f"{name}.{column['name']}"
                for name in names
                for column in inspector.get_columns(name)
            },
            {name: inspector.get_pk_constraint(name)["constrained_columns"] for name in names},
        )

    async with databases.opened(address, "dominion", "keep") as database:
        created, keys = await database.read(read_tables)

    declared = {f"{column.table.name}.{column.name}" for table in own_tables for column in table.c}
    assert created - declared == set(), "a migration creates these, but no table declares them"
    assert declared - created == set(), "a table declares these, but no migration creates them"
    assert keys == {table.name: table.primary_key.columns.keys() for table in own_tables}


async def test_each_chain_is_migrated_separately(address: str, toy: Migrations) -> None:
    async with databases.opened(address):
        pass
    database = new_database(address, [toy])
    await database.write_in_background(partial(migrate, chain=toy, to="0001"))
    before = await SqlAdmin(database, FrozenClock()).status()

    await SqlAdmin(new_database(address, [toy]), FrozenClock()).upgrade()

    core = ChainStatus("core", CORE.newest, CORE.newest)
    assert before.chains == (core, ChainStatus("toy", "0001", "0002"))
    after = await SqlAdmin(new_database(address, [toy]), FrozenClock()).status()
    assert after.chains == (core, ChainStatus("toy", "0002", "0002"))
    assert (await SqlAdmin(new_database(address), FrozenClock()).status()).chains == (core,)


async def test_a_dump_holds_every_chain(address: str, toy: Migrations, tmp_path: Path) -> None:
    database = new_database(address, [toy])
    await database.open()
    await database.write(insert_note)
    await database.close()
    dump = tmp_path / "dump"

    rows_written = await SqlAdmin(new_database(address, [toy]), FrozenClock()).backup(
        dump, overwrites=False
    )
    restored = await SqlAdmin(new_database(address, [toy]), FrozenClock()).restore(
        dump, overwrites=True
    )

    assert (rows_written, restored.rows) == (1, 1)
    database = new_database(address, [toy])
    assert await database.read(notes) == [7]
    await database.close()
    with pytest.raises(StoreError, match=r"context that NAZH_CONTEXTS leaves out \(toy\)"):
        await SqlAdmin(new_database(address), FrozenClock()).restore(dump, overwrites=True)


async def test_a_dump_holds_the_data_of_a_context_that_is_off(
    address: str, toy: Migrations, tmp_path: Path
) -> None:
    database = new_database(address, [toy])
    await database.open()
    await database.write(insert_note)
    await database.close()
    off = SqlAdmin(new_database(address), FrozenClock(), known=[toy])

    rows_written = await off.backup(tmp_path / "dump", overwrites=False)
    await SqlAdmin(new_database(address, [toy]), FrozenClock()).restore(
        tmp_path / "dump", overwrites=True
    )

    assert rows_written == 1
    database = new_database(address, [toy])
    assert await database.read(notes) == [7]
    await database.close()


async def test_a_restored_dump_replaces_the_data_of_a_context_that_is_off(
    address: str, toy: Migrations, tmp_path: Path
) -> None:
    async with databases.opened(address):
        pass
    await SqlAdmin(new_database(address), FrozenClock()).backup(tmp_path / "dump", overwrites=False)
    database = new_database(address, [toy])
    await database.open()
    await database.write(insert_note)
    await database.close()

    with pytest.raises(StoreError, match="is not empty"):
        await SqlAdmin(new_database(address), FrozenClock(), known=[toy]).restore(
            tmp_path / "dump", overwrites=False
        )
    await SqlAdmin(new_database(address), FrozenClock(), known=[toy]).restore(
        tmp_path / "dump", overwrites=True
    )

    database = new_database(address, [toy])
    await database.open()
    assert await database.read(notes) == []
    await database.close()


async def test_a_dump_without_a_context_is_restored_where_it_is_on(
    address: str, toy: Migrations, tmp_path: Path
) -> None:
    async with databases.opened(address):
        pass
    dump = tmp_path / "dump"
    await SqlAdmin(new_database(address), FrozenClock()).backup(dump, overwrites=False)

    await SqlAdmin(new_database(address, [toy]), FrozenClock()).restore(dump, overwrites=True)

    database = new_database(address, [toy])
    assert await database.read(notes) == []
    await database.close()


async def test_a_database_without_a_new_context_is_not_read(address: str, toy: Migrations) -> None:
    async with databases.opened(address):
        pass

    with pytest.raises(StoreError, match="has revision None of toy"):
        async with open_read_only(address, [toy]):
            pass


async def test_a_newer_database_is_not_said_to_need_an_upgrade(address: str) -> None:
    async with databases.opened(address) as database:
        await database.write(store_an_unknown_revision)

    with pytest.raises(StoreError, match="was written by a newer version"):
        async with open_read_only(address):
            pass


async def test_every_table_that_is_made_belongs_to_a_chain(address: str, toy: Migrations) -> None:
    database = new_database(address, [toy])
    await database.open()

    tables = await database.read(lambda connection: inspect(connection).get_table_names())

    await database.close()
    chains = (CORE, toy)
    expected = [name for chain in chains for name in (*chain.tables, chain.version_table)]
    assert sorted(tables) == sorted(expected)


def store_an_unknown_revision(connection: Connection) -> None:
    connection.execute(text(f"UPDATE {CORE.version_table} SET version_num = '9999'"))


def insert_note(connection: Connection) -> None:
    connection.execute(text("INSERT INTO toy_notes (id) VALUES (7)"))


def notes(connection: Connection) -> list[int]:
    return list(connection.execute(text("SELECT id FROM toy_notes")).scalars())
