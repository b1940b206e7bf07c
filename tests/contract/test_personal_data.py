"""Tests the contract of personal data stores: deletion is complete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryGuildRecords, MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords, SqlUserRecords
from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore
from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
from nazh.application.dice.ports import OpenRolls, RollArchive, RollQuery, SavedRollStore
from nazh.application.dice.ports.privacy import GuildRecords, UserRecords
from nazh.application.guilds.ports import (
    GuildMembership,
    GuildSettingsStore,
    UserSettingChange,
)
from nazh.application.guilds.ports import GuildRecords as SettingRecords
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, guild_owner, user_owner
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE, SettingChange
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

NOW = FrozenClock().now()
ALICE, BOB = UserId(2**62 + 1), UserId(2)
KEEP, INN = GuildId(2**62), GuildId(4)
GERMAN = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")


@dataclass(frozen=True, slots=True)
class Records:
    """All stores, with export and deletion for users and servers."""

    open_ledger: OpenRolls
    saved_rolls: SavedRollStore
    book: GuildSettingsStore
    register: GuildMembership
    players: UserRecords
    servers: GuildRecords
    settings: SettingRecords
    archive: RollArchive


@pytest.fixture
def records(database: Database | None) -> Records:
    if database is not None:
        store = SqlGuildStore(database)
        return Records(
            SqlRollStore(database),
            SqlSavedRollStore(database),
            store,
            store,
            SqlUserRecords(database),
            SqlGuildRecords(database),
            store,
            SqlRollArchive(database),
        )
    ledgers, saved_rolls, servers = MemoryRollStore(), MemorySavedRollStore(), MemoryGuildStore()
    return Records(
        ledgers,
        saved_rolls,
        servers,
        servers,
        MemoryUserRecords(ledgers),
        MemoryGuildRecords(ledgers, saved_rolls),
        servers,
        MemoryRollArchive(ledgers),
    )


async def roll(
    records: Records,
    name: str,
    by: UserId = ALICE,
    guild: GuildId | None = KEEP,
    days_ago: float = 0,
) -> None:
    thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
    at = NOW - timedelta(days=days_ago)
    record = RollRecord(RequestId(name), by, None, guild, at, NAZH, (thrown,))
    async with records.open_ledger(record.id) as ledger:
        await ledger.history.append(record)
        await ledger.commit()


async def rolled(records: Records, of: UserId = ALICE) -> list[str]:
    entries = await records.archive.older(RollQuery(by=of, with_secret=True), None, 10)
    return [str(entry.record.id) for entry in entries]


async def test_only_the_deleted_users_data_is_deleted(records: Records) -> None:
    for name in "abc":
        await roll(records, name)
    await roll(records, "d", BOB)

    assert await records.players.forget_rolls(ALICE, 2) == 2
    assert await records.players.forget_rolls(ALICE, 2) == 1
    assert await records.players.forget_rolls(ALICE, 2) == 0

    assert await rolled(records) == []
    assert await rolled(records, BOB) == ["d"]


async def test_a_change_remains_anonymously(records: Records) -> None:
    change = SettingChange(NOW, ALICE, LANGUAGE.name, None, "de")
    back = SettingChange(NOW + timedelta(seconds=1), BOB, LANGUAGE.name, "de", None)
    await records.book.replace(KEEP, DEFAULT_SETTINGS, GERMAN, change, ENTRY)
    await records.book.replace(KEEP, GERMAN, DEFAULT_SETTINGS, back, ENTRY)
    assert await records.settings.changes_by(ALICE) == (UserSettingChange(KEEP, change),)

    await records.settings.forget_changes(ALICE)

    assert await records.settings.changes_by(ALICE) == ()
    assert await records.book.changes(KEEP) == (back, replace(change, by=None))


async def test_old_rolls_of_a_server_are_forgotten(records: Records) -> None:
    await roll(records, "f", guild=INN, days_ago=9)
    await roll(records, "g", guild=None, days_ago=9)
    for name, days in (("a", 9), ("b", 8), ("c", 7.001), ("d", 7), ("e", 0)):
        await roll(records, name, days_ago=days)
    week_ago = NOW - timedelta(days=7)

    assert await records.servers.forget_rolls(KEEP, week_ago, 2) == 2
    assert await records.servers.forget_rolls(KEEP, week_ago, 2) == 1

    assert await rolled(records) == ["e", "d", "g", "f"]


async def test_a_server_is_forgotten_and_its_players_are_not(records: Records) -> None:
    keep, inn, alice = guild_owner(KEEP), guild_owner(INN), user_owner(UserId(KEEP))
    saved = EMPTY_COLLECTION.with_text("$hit", "1d6")
    change = SettingChange(NOW, ALICE, LANGUAGE.name, None, "de")
    for guild in (KEEP, INN):
        await records.book.replace(guild, DEFAULT_SETTINGS, GERMAN, change, ENTRY)
    for owner in (keep, inn, alice):
        await records.saved_rolls.replace(owner, EMPTY_COLLECTION, saved)
    await records.register.note([], NOW)

    await records.servers.forget(KEEP)
    await records.settings.forget(KEEP)

    assert await records.book.read(KEEP) == DEFAULT_SETTINGS
    assert await records.book.changes(KEEP) == ()
    assert await records.saved_rolls.read([keep, inn, alice]) == {
        keep: EMPTY_COLLECTION,
        inn: saved,
        alice: saved,
    }
    assert await records.register.left() == {INN: NOW}
    assert await records.book.read(INN) == GERMAN
    assert await records.book.changes(INN) == (change,)
