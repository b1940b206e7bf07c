"""Tests that dumps of both databases are equal, and complete or absent."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, inspect, text

from nazh.adapters.outbound.memory.dice.ledger import NoSavedNames
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.adapters.outbound.sql.admin import SqlAdmin
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.migrations.migrating import migrate
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.adapters.outbound.sql.platform.audit_log import record as record_entry
from nazh.application.dice.fair.add_words import AddWords, WordsRequest
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.close_fair import CloseFair
from nazh.application.dice.fair.errors import SessionIsFull
from nazh.application.dice.fair.fair_rolls import FairRolls
from nazh.application.dice.fair.open_fair import FairRequest, OpenFair
from nazh.application.dice.rolling.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.application.shared.audit.audit_chain import verify
from nazh.application.shared.database_status import ChainStatus, Restored
from nazh.application.shared.ports import StoreError
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.fair.checking import check
from nazh.domain.dice.fair.report import Known, Verdict
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.dice.tables import DICE_TABLES
from tests import databases
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng

ROLLS = 3
COUNTS = 2
"""The counter rows of one repeated roll: the roll and its face."""


@pytest_asyncio.fixture(params=[databases.sqlite, databases.postgresql])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    async with request.param(tmp_path) as url:
        yield url


@pytest_asyncio.fixture(params=[databases.sqlite, databases.postgresql])
async def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    async with request.param(tmp_path / "elsewhere") as url:
        yield url


def admin(address: str) -> SqlAdmin:
    return SqlAdmin(new_database(address), FrozenClock(), (DICE_TABLES,), lambda: (DICE_TABLES,))


async def fill(address: str, *names: str) -> None:
    async with databases.opened(address) as database:
        for name in names:
            async with SqlRollStore(database)(RequestId(name)) as ledger:
                await ledger.history.append(record(name))
                await ledger.commit()


def record(name: str) -> RollRecord:
    thrown = throw(parse_roll("Épée: 1d6 # ü"), ScriptedRng([4]))
    at = FrozenClock().now()
    return RollRecord(RequestId(name), UserId(1), None, None, at, NAZH, (thrown,))


async def record_in(address: str, name: str) -> RollRecord | None:
    async with (
        databases.opened(address) as database,
        SqlRollStore(database)(RequestId(name)) as opened_ledger,
    ):
        return await opened_ledger.history.find(RequestId(name))


async def test_a_database_is_created_and_reported(address: str) -> None:
    await admin(address).upgrade()

    status = await admin(address).status()

    assert status.chains == (ChainStatus("core", CORE.newest, CORE.newest),)
    assert status.counts == {"rolls": 0, "open_sessions": 0}


def test_a_file_is_closed_after_its_migration(tmp_path: Path) -> None:
    asyncio.run(admin(f"sqlite:///{tmp_path}/nazh.sqlite3").upgrade())

    assert [file.name for file in tmp_path.iterdir()] == ["nazh.sqlite3"], "SQLite's log is open"


async def test_a_dump_moves_from_any_database_to_any(
    address: str, elsewhere: str, tmp_path: Path
) -> None:
    await fill(address, "a", "b", "c")

    rows_written = await admin(address).backup(tmp_path / "dump", overwrites=False)
    restored = await admin(elsewhere).restore(tmp_path / "dump", overwrites=False)
    await fill(elsewhere, "d")

    assert (rows_written, restored) == (ROLLS + COUNTS, Restored(ROLLS + COUNTS))
    for name in ("a", "b", "c", "d"):
        kept_record = await record_in(elsewhere, name)
        assert kept_record is not None
        assert kept_record.rolls == record(name).rolls


async def test_a_restore_continues_the_audit_log_of_the_backup(
    address: str, elsewhere: str, tmp_path: Path
) -> None:
    async with databases.opened(address) as database:
        await database.write(partial(record_entry, entry=ENTRY))
    await admin(address).backup(tmp_path / "dump", overwrites=False)

    await admin(elsewhere).restore(tmp_path / "dump", overwrites=False)

    async with databases.opened(elsewhere) as database:
        log = SqlAuditLog(database)
        assert (await log.replay(verify)).fault is None
        last = (await log.replay(lambda _, rows: tuple(rows)))[-1]
    assert (last.seq, last.action, last.target) == (2, "database.restored", "dump")
    assert last.after == '{"rows":2}'


async def test_a_dump_is_restored_whose_name_is_no_text(
    address: str, elsewhere: str, tmp_path: Path
) -> None:
    file = tmp_path / os.fsdecode(b"dump\xff")
    await fill(address, "a")
    await admin(address).backup(file, overwrites=False)

    await admin(elsewhere).restore(file, overwrites=False)

    async with databases.opened(elsewhere) as database:
        last = (await SqlAuditLog(database).replay(lambda _, rows: tuple(rows)))[-1]
    assert (last.action, last.target) == ("database.restored", "dump")


async def test_a_session_that_a_restored_dump_left_open_can_only_be_closed(
    address: str, elsewhere: str, tmp_path: Path
) -> None:
    """Throws since the backup would be repeated."""
    async with databases.opened(address) as database:
        table = FairGame(database)
        await table.open_fair(table.manager("closed before"))
        await table.close_fair(table.manager("closed"))
        await table.open_fair(table.manager("left open"))
        first = await table.roll("1")
    await admin(address).backup(tmp_path / "dump", overwrites=False)

    await admin(elsewhere).restore(tmp_path / "dump", overwrites=False)

    assert (await admin(elsewhere).status()).counts["open_sessions"] == 1
    async with databases.opened(elsewhere) as database:
        table = FairGame(database)
        second = await table.roll("2")
        added = await table.add_plot_die(
            PlotDieRequest(RequestId("1"), UserId(1), UserId(1), guild=GuildId(5))
        )
        with pytest.raises(SessionIsFull):
            await table.add_words(WordsRequest(RequestId("w"), GuildId(5), UserId(1), "words"))
        receipts = await table.close_fair(table.manager("closed too"))
        await table.open_fair(table.manager("another"))
        third = await table.roll("3")

    assert first.proof is not None
    assert second.proof is added.proof is None
    assert third.proof is not None
    lines = [line.encode() for line in receipts.lines]
    report = check(lines, Known(seen=((first.proof.n, first.proof.short),)))
    assert report.verdict is Verdict.CONSISTENT
    assert (report.lines, report.rolls) == (3, 1)


class FairGame:
    """A server with a fair session."""

    def __init__(self, database: Database) -> None:
        clock, rng, publisher = FrozenClock(), SeededRng(1), RecordingPublisher()
        ledgers, book = SqlRollStore(database), SqlFairSessionStore(database)
        known = CachedSessions(book, clock)
        fair = FairRolls(known)
        self.open_fair = OpenFair(SecretsRng(), ledgers, book, known, clock)
        self.close_fair = CloseFair(ledgers, book, known, clock)
        self.add_words = AddWords(ledgers, book, clock)
        self.add_plot_die = AddPlotDie(rng, ledgers, clock, publisher, fair)
        self.roll_dice = RollDice(rng, ledgers, NoSavedNames(), clock, publisher, fair)

    def manager(self, name: str) -> FairRequest:
        return FairRequest(RequestId(name), GuildId(5), UserId(1), is_manager=True)

    async def roll(self, name: str) -> Outcome:
        request = RollRequest(RequestId(name), "1d20", UserId(1), guild=GuildId(5))
        return await self.roll_dice(request)


async def test_every_table_that_is_made_is_dumped(address: str) -> None:
    def names(connection: Connection) -> set[str]:
        return set(inspect(connection).get_table_names())

    async with databases.opened(address) as database:
        tables = await database.read(names)

    assert tables == {*CORE.tables, CORE.version_table}


async def test_a_dump_of_every_released_revision_is_restored(address: str, tmp_path: Path) -> None:
    for number, revision in enumerate(CORE.revisions):
        old = f"sqlite:///{tmp_path / revision}"
        database = new_database(old)
        await database.write_in_background(partial(migrate, chain=CORE, to=revision))
        await database.close()

        await admin(old).backup(tmp_path / f"dump{number}", overwrites=False)
        await admin(address).restore(tmp_path / f"dump{number}", overwrites=True)

        assert (await admin(address).status()).chains[0].is_newest


NEWER = {
    "a newer revision": f"UPDATE {CORE.version_table} SET version_num = '9999'",
    "a newer context": "CREATE TABLE tavern_revision (version_num VARCHAR(32) NOT NULL)",
}


async def change(address: str, statement: str) -> None:
    async with databases.opened(address) as database:
        await database.write(lambda connection: connection.execute(text(statement)))


@pytest.mark.parametrize("statement", NEWER.values(), ids=NEWER)
async def test_a_database_of_a_newer_version_is_not_dumped_in_part(
    address: str, tmp_path: Path, statement: str
) -> None:
    await fill(address, "a")
    await change(address, statement)

    with pytest.raises(StoreError, match=r"was written by a newer version of Nazh\. Run that"):
        await admin(address).backup(tmp_path / "dump", overwrites=False)

    assert [name for name in os.listdir(tmp_path) if "dump" in name] == []


async def test_a_restore_into_a_newer_database_names_the_tables_that_remain(
    address: str, tmp_path: Path
) -> None:
    await fill(address, "a")
    await admin(address).backup(tmp_path / "dump", overwrites=False)
    await change(address, "CREATE TABLE taverns (name TEXT)")
    same_version = await admin(address).restore(tmp_path / "dump", overwrites=True)
    await change(address, NEWER["a newer revision"])

    restored = await admin(address).restore(tmp_path / "dump", overwrites=True)

    assert same_version.notes == ()
    assert "these tables remain from it: taverns. Drop" in restored.notes[0]
    assert await record_in(address, "a") is not None


async def test_existing_data_is_replaced_on_request_only(address: str, tmp_path: Path) -> None:
    await fill(address, "a")
    dump = tmp_path / "dump"
    await admin(address).backup(dump, overwrites=False)
    await fill(address, "b")

    with pytest.raises(StoreError, match="is not empty"):
        await admin(address).restore(dump, overwrites=False)
    with pytest.raises(StoreError, match="already exists"):
        await admin(address).backup(dump, overwrites=False)
    assert await record_in(address, "b") is not None

    await admin(address).restore(dump, overwrites=True)
    assert await record_in(address, "a") is not None
    assert await record_in(address, "b") is None


async def test_a_restore_waits_for_a_write_in_progress(tmp_path: Path) -> None:
    file, dump = tmp_path / "nazh.sqlite3", tmp_path / "dump"
    await fill(f"sqlite:///{file}", "a")
    await admin(f"sqlite:///{file}").backup(dump, overwrites=False)

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO servers (server, settings) VALUES (1, '{}')")
        restoring = asyncio.ensure_future(admin(f"sqlite:///{file}").restore(dump, overwrites=True))
        await asyncio.wait((restoring,), timeout=0.2)
        other.execute("COMMIT")
        await restoring

        assert other.execute("SELECT count(*) FROM servers").fetchone() == (0,)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda lines: lines[:-1], "was cut short"),
        (lambda lines: [lines[0], *lines[2:]], "was cut short"),
        (lambda lines: lines[1:], "is not a dump"),
        (lambda lines: [lines[0], "{", *lines[1:]], "from line 2 on"),
        (lambda lines: [lines[0], "[" * 100_000, *lines[1:]], "from line 2 on"),
        (lambda lines: [lines[0], '{"table":"x","row":{}}'], "an unknown table"),
        (lambda lines: [lines[0].replace('"revision":"', '"revision":"9'), *lines[1:]], "newer"),
        (lambda lines: [lines[0], lines[1], *lines[1:]], "does not fit"),
        (lambda lines: [], "is not a dump"),
        (lambda lines: ['{"nazh":"dump","form":1}', *lines[1:]], "is not a dump"),
        (lambda lines: [lines[0][:-1] + ',"contexts":[]}', *lines[1:]], "is not a dump"),
        (lambda lines: [*lines[:2], '{"row":{}}', *lines[2:]], "an unknown table"),
        (lambda lines: [lines[0], '{"table":"rolls"}', *lines[1:]], "line without a row"),
        (lambda lines: [lines[0], '{"table":"rolls","row":[1]}', *lines[1:]], "line without a row"),
    ],
)
async def test_a_spoilt_dump_changes_nothing(
    address: str, tmp_path: Path, spoil: databases.CorruptLines, sentence: str
) -> None:
    await fill(address, "a")
    dump = tmp_path / "dump"
    await admin(address).backup(dump, overwrites=False)
    await fill(address, "b")
    dump.write_text("\n".join(spoil(dump.read_text("utf-8").splitlines())), "utf-8")

    with pytest.raises(StoreError, match=sentence):
        await admin(address).restore(dump, overwrites=True)

    assert await record_in(address, "b") is not None


async def test_a_file_that_cannot_be_is_said(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"

    with pytest.raises(StoreError, match="There is no database"):
        await admin(address).backup(tmp_path / "dump", overwrites=False)
    await fill(address)
    with pytest.raises(StoreError, match="cannot be written"):
        await admin(address).backup(tmp_path / "no/dump", overwrites=False)
    with pytest.raises(StoreError, match="cannot be read"):
        await admin(address).restore(tmp_path / "no/dump", overwrites=False)


async def test_a_backup_never_replaces_its_own_database(tmp_path: Path) -> None:
    database, link = tmp_path / "nazh.sqlite3", tmp_path / "backup.jsonl"
    address = f"sqlite:///{database}"
    await fill(address, "a")
    link.symlink_to(database)

    for file in (database, link, tmp_path / "nazh.sqlite3-wal"):
        with pytest.raises(StoreError, match="belongs to the database itself"):
            await admin(address).backup(file, overwrites=True)

    assert await record_in(address, "a") == record("a")


async def test_a_backup_replaces_regular_files_only(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    await fill(address, "a")
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()

    for file in (pipe, folder):
        for overwrites in (False, True):
            with pytest.raises(StoreError, match="is not a regular file"):
                await admin(address).backup(file, overwrites=overwrites)

    assert pipe.is_fifo()


async def test_a_backup_keeps_the_symbolic_link_that_is_named(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    await fill(address, "a")
    link, target = tmp_path / "latest", tmp_path / "backups" / "dump"
    target.parent.mkdir()
    link.symlink_to(target)

    await admin(address).backup(link, overwrites=False)

    assert link.is_symlink()
    assert target.read_text("utf-8").startswith('{"nazh":"dump"')


async def test_a_restore_names_the_database_that_cannot_be_created(tmp_path: Path) -> None:
    dump, not_a_folder = tmp_path / "nazh.jsonl", tmp_path / "file"
    dump.touch()
    not_a_folder.touch()

    with pytest.raises(StoreError, match=r"^The database .*/nazh.sqlite3 cannot be opened"):
        await admin(f"sqlite:///{not_a_folder}/nazh.sqlite3").restore(dump, overwrites=False)


async def test_a_dump_can_be_read_by_people(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    await fill(address, "a")

    await admin(address).backup(tmp_path / "dump", overwrites=False)

    head, row, *_, end = map(json.loads, (tmp_path / "dump").read_text("utf-8").splitlines())
    assert head == {"nazh": "dump", "form": 1, "revision": CORE.newest}
    assert row["row"]["notation"] == "Épée: 1d6"
    assert end == {"rows": 1 + COUNTS}
