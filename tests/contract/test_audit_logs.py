"""Tests the contract of the audit log: complete, in order, and any change of it is found."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, text

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog, record
from nazh.adapters.outbound.sql.platform.audit_records import SqlAuditRecords
from nazh.application.shared.audit.audit_chain import AuditReport, AuditRow, Fault, verify
from nazh.application.shared.audit.audit_log import AuditEntry, AuditLog, OldEntries
from nazh.application.shared.audit.prune_audit_log import PRUNE_BATCH_SIZE, PruneAuditLog
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE, SettingChange
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests import databases
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
OURS, THEIRS = GuildId(2**62), GuildId(2)
ALICE, BOB = UserId(2**62 + 1), UserId(3)
ENTRY = AuditEntry(
    at=NOW,
    guild=OURS,
    actor=ALICE,
    action="test.thing.changed",
    target="Île № 1",
    before={"level": "viewer", "port": 7},
    after=None,
    interaction=RequestId("99"),
)


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    open_database = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}[request.param]
    async with open_database(tmp_path) as url:
        yield url


@pytest_asyncio.fixture
async def opened(address: str) -> AsyncIterator[Database]:
    async with databases.opened(address) as database:
        yield databases.patient(database)


async def write(database: Database, *entries: AuditEntry) -> None:
    """Record each entry in a transaction of its own."""
    for entry in entries:
        await database.write(partial(record, entry=entry))


async def execute(database: Database, *statements: str) -> None:
    def work(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    await database.write(work)


async def rows_of(database: Database) -> tuple[AuditRow, ...]:
    log: AuditLog = SqlAuditLog(database)
    return await log.replay(lambda _, rows: tuple(rows))


async def verified(database: Database) -> AuditReport:
    log: AuditLog = SqlAuditLog(database)
    return await log.replay(verify)


async def test_entries_are_read_as_they_were_written(opened: Database) -> None:
    operators = replace(ENTRY, guild=None, actor=None, interaction=None, after={"rows": 2**62})
    await write(opened, ENTRY, operators)

    first, second = await rows_of(opened)

    assert (first.seq, first.guild, first.actor, first.interaction) == (1, OURS, ALICE, "99")
    assert (first.action, first.target) == ("test.thing.changed", "Île № 1")
    assert (first.before, first.after) == ('{"level":"viewer","port":7}', None)
    assert (second.seq, second.guild, second.actor) == (2, None, None)
    assert second.after == f'{{"rows":{2**62}}}'
    assert len(bytes.fromhex(first.salt or "")) == 16  # so that an origin cannot be guessed
    report = await verified(opened)
    assert (report.fault, report.rows) == (None, 2)
    assert (report.ends.last.seq, report.ends.last.digest) == (2, second.digest)


async def test_a_changed_setting_is_recorded_with_the_change(opened: Database) -> None:
    store = SqlGuildStore(opened)
    german = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")
    change = SettingChange(NOW, ALICE, LANGUAGE.name, None, "de")

    for is_replaced in (True, False):
        answer = await store.replace(OURS, DEFAULT_SETTINGS, german, change, ENTRY)
        assert answer is is_replaced

    assert [row.action for row in await rows_of(opened)] == [ENTRY.action]


async def test_an_empty_log_is_whole(opened: Database) -> None:
    assert (await verified(opened)).fault is None


async def test_an_entry_is_committed_with_its_change_or_not_at_all(opened: Database) -> None:
    class Broken(Exception):
        pass

    def change(connection: Connection) -> None:
        connection.execute(text("INSERT INTO jobs (name, due_at) VALUES ('it', 1)"))
        record(connection, ENTRY)
        raise Broken

    await write(opened, ENTRY)
    with pytest.raises(Broken):
        await opened.write(change)
    await write(opened, ENTRY)

    assert [row.seq for row in await rows_of(opened)] == [1, 2]
    assert (await verified(opened)).fault is None


async def test_concurrent_processes_leave_no_gap(opened: Database, address: str) -> None:
    async with databases.opened(address) as other, databases.opened(address) as third:
        writers = (opened, databases.patient(other), databases.patient(third))
        await asyncio.gather(
            *(write(writer, *(ENTRY,) * 15) for writer in writers for _ in range(2))
        )

    assert [row.seq for row in await rows_of(opened)] == list(range(1, 91))
    assert (await verified(opened)).fault is None


@pytest.mark.parametrize(
    ("statements", "broken_at", "fault"),
    [
        (("UPDATE audit_log SET target = 'Another' WHERE seq = 2",), 2, Fault.CHANGED),
        (("UPDATE audit_log SET actor = 3 WHERE seq = 4",), 4, Fault.CHANGED),
        (("UPDATE audit_log SET actor = NULL WHERE seq = 1",), 1, Fault.CHANGED),
        (("UPDATE audit_log SET at = at - 1 WHERE seq = 3",), 3, Fault.CHANGED),
        (("UPDATE audit_log SET before = NULL WHERE seq = 3",), 3, Fault.CHANGED),
        (("DELETE FROM audit_log WHERE seq = 1",), 1, Fault.MISSING),
        (("DELETE FROM audit_log WHERE seq = 3",), 3, Fault.MISSING),
        (("DELETE FROM audit_log WHERE seq >= 4",), 4, Fault.MISSING),
        (("DELETE FROM audit_log",), 1, Fault.MISSING),
        (("DELETE FROM audit_ends",), 1, Fault.UNEXPECTED),
        (("UPDATE audit_ends SET last_seq = 4",), 5, Fault.UNEXPECTED),
        (("UPDATE audit_ends SET last_digest = 'x'",), 5, Fault.UNKNOWN),
        (("UPDATE audit_ends SET pruned_seq = 1",), 2, Fault.MISSING),
        (
            (
                "UPDATE audit_log SET seq = 9 WHERE seq = 2",
                "UPDATE audit_log SET seq = 2 WHERE seq = 3",
                "UPDATE audit_log SET seq = 3 WHERE seq = 9",
            ),
            2,
            Fault.CHANGED,
        ),
    ],
)
async def test_a_change_of_the_tables_is_found(
    opened: Database, statements: tuple[str, ...], broken_at: int, fault: Fault
) -> None:
    await write(opened, *(ENTRY,) * 5)

    await execute(opened, *statements)

    report = await verified(opened)
    assert (report.broken_at, report.fault) == (broken_at, fault)


async def test_a_user_can_be_forgotten_and_the_chain_holds(opened: Database) -> None:
    records = SqlAuditRecords(opened)
    await write(opened, ENTRY, replace(ENTRY, actor=BOB), ENTRY)

    assert [row.seq for row in await records.changes_by(ALICE)] == [3, 1]
    await records.forget_user(ALICE)

    assert await records.changes_by(ALICE) == ()
    rows = await rows_of(opened)
    assert [row.actor for row in rows] == [None, BOB, None]
    assert [row.interaction for row in rows] == [None, "99", None]
    assert [row.target for row in rows] == ["Île № 1"] * 3
    report = await verified(opened)
    assert (report.fault, report.anonymous, report.emptied) == (None, 2, 0)


async def test_the_content_of_a_guild_can_be_forgotten_and_the_chain_holds(
    opened: Database,
) -> None:
    records = SqlAuditRecords(opened)
    await write(opened, ENTRY, replace(ENTRY, guild=THEIRS, actor=BOB), replace(ENTRY, actor=BOB))
    await records.forget_user(ALICE)

    assert await records.prune_guild(OURS, NOW + timedelta(days=9))
    await records.forget_guild(OURS)

    first, second, third = await rows_of(opened)
    assert first[2:11] == third[2:11] == (None,) * 9
    assert (second.guild, second.target) == (THEIRS, "Île № 1")
    report = await verified(opened)
    assert (report.fault, report.anonymous, report.emptied) == (None, 0, 2)
    await write(opened, ENTRY)
    assert (await verified(opened)).fault is None


async def test_old_entries_are_deleted_and_the_rest_can_be_verified(opened: Database) -> None:
    records: OldEntries = SqlAuditRecords(opened)
    old, new = NOW, NOW + timedelta(days=2)
    await write(opened, *(replace(ENTRY, at=at) for at in (old, old, old, new, old)))

    assert await records.prune(new, 2) == 2
    assert await records.prune(new, 2) == 1
    assert await records.prune(new, 2) == 0

    assert [row.seq for row in await rows_of(opened)] == [4, 5]
    report = await verified(opened)
    assert (report.fault, report.ends.pruned.seq) == (None, 3)
    await execute(opened, "DELETE FROM audit_log WHERE seq = 4")
    assert (await verified(opened)).broken_at == 4
    assert await records.prune(new + timedelta(days=1), 9) == 1
    await write(opened, ENTRY)
    assert [row.seq for row in await rows_of(opened)] == [6]
    assert (await verified(opened)).fault is None


async def test_entries_are_kept_for_a_year(opened: Database) -> None:
    clock = FrozenClock()
    prune = PruneAuditLog(SqlAuditRecords(opened), clock)

    def fill(connection: Connection) -> None:
        for _ in range(PRUNE_BATCH_SIZE + 1):
            record(connection, ENTRY)

    await opened.write(fill)
    clock.advance(365 * 86_400)
    await prune()
    assert len(await rows_of(opened)) == PRUNE_BATCH_SIZE + 1

    clock.advance(1)
    await prune()

    assert await rows_of(opened) == ()
    assert (await verified(opened)).fault is None
