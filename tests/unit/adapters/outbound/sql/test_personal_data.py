"""Tests that no column of any table contains a deleted user's id."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, MetaData, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords, SqlUserRecords
from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore
from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.platform.audit_records import SqlAuditRecords
from nazh.adapters.outbound.sql.platform.message_records import SqlMessageRecords
from nazh.adapters.outbound.sql.platform.queued_messages import queue_messages
from nazh.application.dice.ports import ChainEntry
from nazh.application.dice.privacy.forget_dice import ForgetDice
from nazh.application.guilds.forget_user import ForgetUser
from nazh.application.shared.messages.queued_messages import QueuedMessage, Recipient
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.fair import open_session
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, user_owner
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE, SettingChange
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests import databases
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng

ALICE, BOB = UserId(711_711_711_711_711_711), UserId(722_722_722_722_722_722)
KEEP = GuildId(733_733_733_733_733_733)
NOW = FrozenClock().now()
OF_NO_PERSON = {
    "servers",
    "gateway_sessions",
    "fair_sessions",
    "fair_receipts",
    "jobs",
    "outbox",
    "audit_ends",
}


@pytest_asyncio.fixture(params=[databases.sqlite, databases.postgresql])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with request.param(tmp_path) as address, databases.opened(address) as opened:
        yield opened


async def leave_traces(database: Database, player: UserId) -> None:
    """Insert personal data into every table that can have it."""
    thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
    for server, secret in ((KEEP, False), (KEEP, True), (None, False)):
        name = RequestId(f"{player % 1000}.{server}.{secret}")
        record = RollRecord(
            name, player, ChannelId(5), server, NOW, NAZH, (thrown,), is_secret=secret
        )
        async with SqlRollStore(database)(name) as ledger:
            await ledger.history.append(record)
            await ledger.commit()
    await leave_words(database, player)
    collection = EMPTY_COLLECTION.with_text("$hit", "1d6").with_character("Hoid", None, KEEP)
    await SqlSavedRollStore(database).replace(user_owner(player), EMPTY_COLLECTION, collection)
    book = SqlGuildStore(database)
    before = await book.read(KEEP)
    word = None if before.word(LANGUAGE) == "de" else "de"
    after = before.with_word(LANGUAGE, word)
    change = SettingChange(NOW, player, LANGUAGE.name, before.of(LANGUAGE), word)
    entry = replace(ENTRY, actor=player, interaction=RequestId("1"))
    assert await book.replace(KEEP, before, after, change, entry)
    message = QueuedMessage(Recipient.user(player, KEEP), "toy", "{}", NOW)
    await database.write(lambda connection: queue_messages(connection, [message]))


async def leave_words(database: Database, player: UserId) -> None:
    """Give a user a number in the fair session."""
    name = RequestId(f"words of {player % 1000}")
    async with SqlRollStore(database)(name, KEEP) as ledger:
        place = await ledger.fair.state(player, name)
        if place is None:
            opened, state = open_session("00000000000000aa", bytes(32), KEEP, NOW)
            ledger.fair.append(ChainEntry(opened, state, KEEP, NOW, RequestId("opened")))
        else:
            state = place.session.state
        number = state.players + 1
        receipt, after = state.joined(number, "swordfish", NOW)
        ledger.fair.append(ChainEntry(receipt, after, KEEP, NOW, name, (player, number)))
        await ledger.commit()


async def forget(database: Database, player: UserId) -> None:
    dice = ForgetDice(
        SqlUserRecords(database),
        SqlGuildRecords(database),
        SqlSavedRollStore(database),
        RecordingPublisher(),
    )
    audit, messages = SqlAuditRecords(database), SqlMessageRecords(database)
    await ForgetUser([dice, audit, messages], SqlGuildStore(database))(player)


async def tables_with(database: Database, player: UserId) -> list[str]:
    """Return the tables of all rows that contain the number in any column."""

    def look(connection: Connection) -> list[str]:
        everything = MetaData()
        everything.reflect(connection)
        return [
            table.name
            for table in everything.sorted_tables
            for row in connection.execute(select(table))
            if any(str(player) in str(cell) for cell in row)
        ]

    return await database.read(look)


async def test_deletion_removes_a_user_from_every_table(database: Database) -> None:
    await leave_traces(database, ALICE)
    await leave_traces(database, BOB)
    bobs = await tables_with(database, BOB)
    # A new table must be listed here, with whether it has personal data that is deleted.
    assert set(await tables_with(database, ALICE)) == set(CORE.tables) - OF_NO_PERSON

    await forget(database, ALICE)

    assert await tables_with(database, ALICE) == []
    assert sorted(await tables_with(database, BOB)) == sorted(bobs)


async def test_shared_data_remains_anonymously(database: Database) -> None:
    await leave_traces(database, ALICE)

    await forget(database, ALICE)

    servers = SqlGuildStore(database)
    (change,) = await servers.changes(KEEP)
    assert (change.by, change.after) == (None, "de")
    assert await servers.read(KEEP) == DEFAULT_SETTINGS.with_word(LANGUAGE, "de")
