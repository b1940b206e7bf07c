"""Tests that databases of every released revision open with the newest code.

``released`` has a folder for each revision, with its tables in both databases and its rows. These
files never change. Add a folder with each migration: the tables as printed by sqlite3's ``.schema``
and ``pg_dump -s``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
import pytest
from sqlalchemy import Connection, inspect, make_url
from sqlalchemy.engine.interfaces import ReflectedIndex

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dice.roll_counters import SqlRollCounters
from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore
from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.migrations.migrating import migrate
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.adapters.outbound.sql.platform.audit_log import record as record_entry
from nazh.adapters.outbound.sql.platform.gateway_sessions import SqlGatewaySessionStore
from nazh.adapters.outbound.sql.platform.jobs import SqlJobClaims
from nazh.adapters.outbound.sql.platform.outbox import SqlOutbox
from nazh.adapters.outbound.sql.platform.queued_messages import SqlMessageQueue
from nazh.application.dice.ports import RollQuery
from nazh.application.dice.ports.statistics import GuildSubject, PlayerSubject, Subject
from nazh.application.shared.audit.audit_chain import verify
from nazh.application.shared.gateway_sessions import Session, Shard, StoredSession
from nazh.application.shared.messages.queued_messages import Batch, Recipient, Waiting
from nazh.domain.dice.fair import digest_of
from nazh.domain.dice.records import Proof, RollRecord
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, Owner, OwnerKind
from nazh.domain.dice.statistics.roll_counts import ROLLS, CountKey
from nazh.domain.guilds.guild_settings import (
    DEFAULT_SETTINGS,
    LANGUAGE,
    GuildSettings,
    SettingChange,
)
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests import databases
from tests.audit_entries import ENTRY
from tests.unit.adapters.outbound.sql.dice.test_rolls import record

RELEASED = Path(__file__).with_name("released")
ALICE, BOB = UserId(2**62 + 1), UserId(80351110224678912)
KEEP, INN = GuildId(2**62), GuildId(5)
TABLE = ChannelId(2**62 + 7)
FIRST = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
D20S = 4
"""The number of d20s in the roll after the upgrade."""
Results = tuple[tuple[tuple[int | None, ...], int, int], ...]
"""For each repeat, the totals of its pools, the opportunities and the threats."""
Look = Callable[[Database], Awaitable[None]]


class Kept(NamedTuple):
    """The last state of a roll in the archive."""

    text: str
    results: Results
    by: UserId = ALICE
    is_secret: bool = False


STORIES = {
    "1001": Kept("a1d20+5>=15, 2d6", (((1, 6), 0, 0),)),
    "1002": Kept("3x4d6kh3 # Strength", (((8,), 0, 0), ((7,), 0, 0), ((10,), 0, 0))),
    "1003": Kept("Épée: 2d10!+3", (((20,), 0, 0),), BOB),
    "1004": Kept("1d20+2, dp", (((26, None), 1, 1),)),
    "1005": Kept("1d20+4", (((5,), 0, 0),), BOB, is_secret=True),
    "1007": Kept("Stealth: d1d20+1 # the guard", (((6,), 0, 0),)),
    "1008+plot": Kept("4d6kh3, dp", (((11, None), 1, 0),)),
    "1009": Kept("5d10>=8, 4dF", (((2, 1), 0, 0),), BOB),
    "1010+pick0": Kept("1d20+2, a1dp", (((11, None), 1, 0),)),
}
"""The expected history texts, as evaluated by each revision."""
SINCE = {
    "1001": 0,
    "1002": 1,
    "1003": 2,
    "1004": 3,
    "1005": 4,
    "1007": 6,
    "1008+plot": 8,
    "1009": 9,
    "1010+pick0": 11,
}
"""Minutes after the first roll."""


def results_of(record: RollRecord) -> Results:
    return tuple(
        (tuple(pool.total for pool in roll.pools), roll.opportunities, roll.threats)
        for roll in record.rolls
    )


async def lay_sqlite(address: str, revision: str) -> None:
    with closing(sqlite3.connect(make_url(address).database or "")) as connection:
        connection.executescript(statements_of(revision, "sqlite"))


async def lay_postgresql(address: str, revision: str) -> None:
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(statements_of(revision, "postgresql"))
    finally:
        await connection.close()


def statements_of(revision: str, kind: str) -> str:
    folder = RELEASED / revision
    return (folder / f"{kind}.sql").read_text("utf-8") + (folder / "rows.sql").read_text("utf-8")


async def rolls_are_judged_the_same(database: Database) -> None:
    entries = await SqlRollArchive(database).older(RollQuery(with_secret=True), None, 100)
    records = {str(entry.record.id): entry.record for entry in reversed(entries)}

    assert list(records) == list(STORIES)
    for name, kept_roll in STORIES.items():
        stored = records[name]
        assert Kept(stored.text, results_of(stored), stored.by, stored.is_secret) == kept_roll
        assert stored.at == FIRST + timedelta(minutes=SINCE[name])
        is_direct = name == "1005"
        assert stored.guild == (None if is_direct else KEEP)
        assert stored.channel == (None if is_direct else TABLE)


async def buttons_below_old_rolls_find_them(database: Database) -> None:
    for name, totals in (("1006", (6,)), ("1008", (11,)), ("1010", (11, None))):
        async with SqlRollStore(database)(RequestId(name)) as ledger:
            stored_record = await ledger.history.find(RequestId(name))
        assert stored_record is not None
        assert results_of(stored_record)[0][0] == totals


async def labels_are_found_as_they_were_typed(database: Database) -> None:
    for typed in ("ÉPÉE", "épée: 2D10"):
        (entry,) = await SqlRollArchive(database).older(RollQuery(text=typed), None, 9)
        assert entry.record.id == "1003"


async def characters_are_there(database: Database) -> None:
    entries = await SqlRollArchive(database).older(RollQuery(text="1d20+2, dp"), None, 1)

    assert entries[0].record.character == "Hoid"


async def saved_rolls_are_there(database: Database) -> None:
    player, guild = Owner(OwnerKind.USER, ALICE), Owner(OwnerKind.GUILD, KEEP)

    collections = await SqlSavedRollStore(database).read([player, guild])

    assert collections[player] == (
        EMPTY_COLLECTION.with_text("$attack", "1d20 + {bonus=5} # “Señor” 🐉")
        .with_text("@luck", "-3")
        .with_character("Old Jeskai", KEEP, KEEP)
        .with_number("@athletics", "5", KEEP)
        .with_character("Hoid", None, None)
    )
    assert collections[guild] == EMPTY_COLLECTION.with_text("$raid", "2d6+3")


async def settings_are_there(database: Database) -> None:
    servers = SqlGuildStore(database)

    assert await servers.read(KEEP) == GuildSettings(
        {
            "ruleset": "cosmere",
            "language": "de",
            "game_masters": str(2**62),
            "notice_channel": "7",
            "days": "30",
            "layout": "compact",
        }
    )
    assert await servers.read(INN) == DEFAULT_SETTINGS
    assert await servers.days() == {KEEP: 30}
    assert await servers.left() == {INN: FIRST}
    later = FIRST + timedelta(microseconds=1)
    assert await servers.changes(KEEP) == (
        SettingChange(later, None, LANGUAGE.name, "fr", "de"),
        SettingChange(FIRST, ALICE, LANGUAGE.name, None, "fr"),
    )


async def counts_are_there(database: Database) -> None:
    rolls, d20, d1 = CountKey(ROLLS), CountKey("d20", 20), CountKey("d20", 1)
    sought: dict[Subject, dict[CountKey, int]] = {
        PlayerSubject(ALICE): {rolls: 44, d20: 3},
        PlayerSubject(ALICE, with_secret=False): {rolls: 42, d20: 3},
        PlayerSubject(ALICE, "Hoid"): {rolls: 1},
        PlayerSubject(BOB): {rolls: 1, d1: 1},
        GuildSubject(KEEP): {rolls: 51, d20: 3},
    }

    for about, counts in sought.items():
        statistics = await SqlRollCounters(database).read(about)
        assert (statistics.counts, statistics.since) == (counts, FIRST)


async def sessions_are_there(database: Database) -> None:
    zero, one = Shard(2**62 + 1, 0, 2), Shard(2**62 + 1, 1, 2)
    url = "wss://gateway-us-east1-{}.discord.gg"

    assert await SqlGatewaySessionStore(database).read([zero, one]) == {
        zero: StoredSession(Session("a1b2", 77, url.format("b")), FIRST, "nazh-0/7"),
        one: StoredSession(
            Session("c3d4", 2**40, url.format("c")), FIRST + timedelta(microseconds=1), None
        ),
    }


async def fair_sessions_go_on(database: Database) -> None:
    session = "00000000000000aa"
    async with SqlRollStore(database)(RequestId("looking"), KEEP) as ledger:
        place = await ledger.fair.state(ALICE, RequestId("2001"))
        proven = await ledger.history.find(RequestId("1009"))
    lines = await SqlFairSessionStore(database).lines(session)

    assert place is not None
    kept_session = place.session
    assert kept_session.state.commitment in lines[0]
    assert (kept_session.state.counter, kept_session.state.n, kept_session.state.players) == (
        1,
        3,
        1,
    )
    assert kept_session.size == sum(len(line) + 1 for line in lines)
    assert (place.number, place.line) == (1, lines[1])
    assert proven is not None
    assert proven.proof == Proof(session, 2, kept_session.state.last)
    assert digest_of(lines[2]) == kept_session.state.last


async def jobs_are_due_when_they_were(database: Database) -> None:
    claims, later = SqlJobClaims(database), FIRST + timedelta(hours=1)

    assert not await claims.claim("guild_sync", FIRST - timedelta(microseconds=1), later)
    assert await claims.claim("guild_sync", FIRST, later)


async def messages_are_delivered(database: Database) -> None:
    outbox, topics = SqlOutbox(database), ("toy",)
    (first,) = await outbox.heads(topics, FIRST)
    await outbox.delete(first)
    (second,) = await outbox.heads(topics, FIRST)

    assert (first.payload, first.attempts) == ('{"n":1}', 2)
    assert (second.payload, second.attempts) == ('{"n":2}', 0)


async def the_audit_log_is_whole_and_goes_on(database: Database) -> None:
    log = SqlAuditLog(database)
    await database.write(partial(record_entry, entry=ENTRY))

    report = await log.replay(verify)
    first, *_, last = await log.replay(lambda _, rows: tuple(rows))

    assert (report.fault, report.rows, report.anonymous) == (None, 4, 1)
    assert (first.guild, first.actor, first.after) == (KEEP, ALICE, '{"word":"fr"}')
    assert (last.seq, last.action) == (4, ENTRY.action)


async def queued_messages_are_sent(database: Database) -> None:
    queue, later = SqlMessageQueue(database), FIRST + timedelta(seconds=30)
    to_alice = Waiting(Recipient.user(ALICE, KEEP), "toy")

    (unfinished,) = await queue.unfinished(later, 9)
    waiting = await queue.waiting(("toy",), later, 9)
    batch = await queue.begin(to_alice, later, later)

    table = Recipient.channel(TABLE, KEEP)
    assert unfinished == Batch(2, table, "toy", ('{"n":2}', '{"n":3}'), 3, FIRST)
    assert waiting == (to_alice,)
    assert batch is not None
    assert (batch.id, batch.payloads) == (4, ('{"n":4}',))


async def rolling_goes_on(database: Database) -> None:
    new = replace(record("4d20", (20, 20, 20, 20)), by=ALICE, guild=KEEP)
    before = await SqlRollCounters(database).read(GuildSubject(KEEP))

    async with SqlRollStore(database)(new.id) as ledger:
        await ledger.history.append(new)
        await ledger.commit()

    entries = await SqlRollArchive(database).older(RollQuery(with_secret=True), None, 100)
    assert entries[0].record.id == new.id
    assert len(entries) == 1 + len(STORIES)
    after = await SqlRollCounters(database).read(GuildSubject(KEEP))
    twenties = CountKey("d20", 20)
    assert after.counts[twenties] - before.counts.get(twenties, 0) == D20S


LOOKS: dict[str, tuple[Look, ...]] = {
    "0001": (
        rolls_are_judged_the_same,
        buttons_below_old_rolls_find_them,
        labels_are_found_as_they_were_typed,
    ),
    "0002": (characters_are_there, saved_rolls_are_there),
    "0003": (settings_are_there,),
    "0004": (counts_are_there,),
    "0005": (sessions_are_there,),
    "0006": (fair_sessions_go_on,),
    "0007": (jobs_are_due_when_they_were, messages_are_delivered),
    "0008": (the_audit_log_is_whole_and_goes_on,),
    "0009": (queued_messages_are_sent,),
}
"""The checks by revision."""


def test_every_revision_has_a_database_of_its_time() -> None:
    assert tuple(sorted(folder.name for folder in RELEASED.iterdir())) == CORE.revisions
    assert tuple(LOOKS) == CORE.revisions


@pytest.mark.parametrize("revision", CORE.revisions)
@pytest.mark.parametrize(
    ("create_database", "lay"),
    [(databases.sqlite, lay_sqlite), (databases.postgresql, lay_postgresql)],
)
async def test_a_database_of_its_time_opens_with_all_that_is_in_it(
    tmp_path: Path,
    create_database: databases.CreateDatabase,
    lay: Callable[[str, str], Awaitable[None]],
    revision: str,
) -> None:
    async with create_database(tmp_path) as address:
        await lay(address, revision)

        async with databases.opened(address) as database:
            for since, looks in LOOKS.items():
                for look in looks if since <= revision else ():
                    await look(database)
            await rolling_goes_on(database)


@pytest.mark.parametrize("revision", CORE.revisions)
async def test_a_released_migration_is_unchanged(tmp_path: Path, revision: str) -> None:
    then, now = f"sqlite:///{tmp_path / 'then'}", f"sqlite:///{tmp_path / 'now'}"
    await lay_sqlite(then, revision)
    database = new_database(now)
    await database.write_in_background(lambda connection: migrate(connection, CORE, revision))
    await database.close()

    assert await tables(now) == await tables(then)


async def tables(address: str) -> dict[str, object]:
    """Return columns, keys and indexes of every table, without migrating any."""

    def look(connection: Connection) -> dict[str, object]:
        inspector = inspect(connection)
        return {
            name: (
                [
                    (column["name"], str(column["type"]), column["nullable"], column["default"])
                    for column in inspector.get_columns(name)
                ],
                inspector.get_pk_constraint(name),
                inspector.get_unique_constraints(name),
                sorted(map(index_text, inspector.get_indexes(name))),
            )
            for name in inspector.get_table_names()
        }

    def index_text(index: ReflectedIndex) -> str:
        options = {name: str(option) for name, option in index.get("dialect_options", {}).items()}
        return str({**index, "dialect_options": options})

    database = new_database(address)
    try:
        return await database.read(look)
    finally:
        await database.close()
