"""What every place of records promises to those who are to be forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.archive import MemoryArchive
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.forgetting import MemoryPlayerRecords, MemoryServerRecords
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dice.archive import SqlArchive
from nazh.adapters.outbound.sql.dice.forgetting import SqlPlayerRecords, SqlServerRecords
from nazh.adapters.outbound.sql.dice.ledger import SqlLedgers
from nazh.adapters.outbound.sql.dice.saved import SqlShelves
from nazh.adapters.outbound.sql.dice.servers import SqlServers
from nazh.application.dice.ports import (
    OpenLedger,
    OwnChange,
    PlayerRecords,
    RollArchive,
    RollRecord,
    SavedShelves,
    ServerBook,
    ServerRecords,
    ServerRegister,
    Sought,
)
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.server_settings import UNCHANGED, Setting, SettingChange
from nazh.domain.dice.shelves import EMPTY, shelf_of_player, shelf_of_server
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from tests import databases
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

NOW = FrozenClock().now()
ALICE, BOB = PlayerId(2**62 + 1), PlayerId(2)
KEEP, INN = ServerId(2**62), ServerId(4)
GERMAN = UNCHANGED.with_word(Setting.LANGUAGE, "de")


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that is kept, and what can be done about people and servers in it."""

    open_ledger: OpenLedger
    shelves: SavedShelves
    book: ServerBook
    register: ServerRegister
    players: PlayerRecords
    servers: ServerRecords
    archive: RollArchive


@asynccontextmanager
async def in_memory(folder: Path) -> AsyncIterator[Records]:
    ledgers, shelves, servers = MemoryLedgers(), MemoryShelves(), MemoryServers()
    yield Records(
        ledgers,
        shelves,
        servers,
        servers,
        MemoryPlayerRecords(ledgers, servers),
        MemoryServerRecords(ledgers, shelves, servers),
        MemoryArchive(ledgers),
    )


def over(database: Database) -> Records:
    servers = SqlServers(database)
    return Records(
        SqlLedgers(database),
        SqlShelves(database),
        servers,
        servers,
        SqlPlayerRecords(database),
        SqlServerRecords(database),
        SqlArchive(database),
    )


@asynccontextmanager
async def in_sqlite(folder: Path) -> AsyncIterator[Records]:
    async with databases.sqlite(folder) as address, databases.opened(address) as database:
        yield over(database)


@asynccontextmanager
async def in_postgresql(folder: Path) -> AsyncIterator[Records]:
    async with databases.postgresql(folder) as address, databases.opened(address) as database:
        yield over(database)


@pytest_asyncio.fixture(params=[in_memory, in_sqlite, in_postgresql])
async def records(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Records]:
    async with request.param(tmp_path) as opened:
        yield opened


async def roll(
    records: Records,
    name: str,
    by: PlayerId = ALICE,
    server: ServerId | None = KEEP,
    days_ago: float = 0,
) -> None:
    thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
    at = NOW - timedelta(days=days_ago)
    record = RollRecord(RequestId(name), by, None, server, at, NAZH, (thrown,))
    async with records.open_ledger(record.id) as ledger:
        await ledger.history.append(record)
        await ledger.commit()


async def rolled(records: Records, of: PlayerId = ALICE) -> list[str]:
    found = await records.archive.older(Sought(by=of, with_secret=True), None, 10)
    return [str(entry.record.id) for entry in found]


async def test_a_player_is_forgotten_and_nobody_else(records: Records) -> None:
    for name in "abc":
        await roll(records, name)
    await roll(records, "d", BOB)

    assert await records.players.forget_rolls(ALICE, 2) == 2
    assert await records.players.forget_rolls(ALICE, 2) == 1
    assert await records.players.forget_rolls(ALICE, 2) == 0

    assert await rolled(records) == []
    assert await rolled(records, BOB) == ["d"]


async def test_a_change_stays_and_is_by_nobody(records: Records) -> None:
    change = SettingChange(NOW, ALICE, Setting.LANGUAGE, None, "de")
    back = SettingChange(NOW + timedelta(seconds=1), BOB, Setting.LANGUAGE, "de", None)
    await records.book.replace(KEEP, UNCHANGED, GERMAN, change)
    await records.book.replace(KEEP, GERMAN, UNCHANGED, back)
    assert await records.players.changes(ALICE) == (OwnChange(KEEP, change),)

    await records.players.forget_changes(ALICE)

    assert await records.players.changes(ALICE) == ()
    assert await records.book.changes(KEEP) == (back, replace(change, by=None))


async def test_old_rolls_of_a_server_are_forgotten(records: Records) -> None:
    for name, days in (("a", 9), ("b", 8), ("c", 7.001), ("d", 6.999), ("e", 0)):
        await roll(records, name, days_ago=days)
    await roll(records, "f", server=INN, days_ago=9)
    await roll(records, "g", server=None, days_ago=9)
    week_ago = NOW - timedelta(days=7)

    assert await records.servers.forget_rolls(KEEP, week_ago, 2) == 2
    assert await records.servers.forget_rolls(KEEP, week_ago, 2) == 1

    assert await rolled(records) == ["g", "f", "e", "d"]


async def test_a_server_is_forgotten_and_its_players_are_not(records: Records) -> None:
    keep, alice = shelf_of_server(KEEP), shelf_of_player(PlayerId(KEEP))
    saved = EMPTY.with_text("$hit", "1d6")
    change = SettingChange(NOW, ALICE, Setting.LANGUAGE, None, "de")
    for server in (KEEP, INN):
        await records.book.replace(server, UNCHANGED, GERMAN, change)
    for owner in (keep, alice):
        await records.shelves.replace(owner, EMPTY, saved)
    await records.register.note([], NOW)

    await records.servers.forget(KEEP)

    assert await records.book.read(KEEP) == UNCHANGED
    assert await records.book.changes(KEEP) == ()
    assert await records.shelves.read([keep, alice]) == {keep: EMPTY, alice: saved}
    assert await records.register.left() == {INN: NOW}
    assert await records.book.read(INN) == GERMAN
