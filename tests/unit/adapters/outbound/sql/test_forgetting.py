"""Whoever was forgotten stands in no column of any table, in either database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, MetaData, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dice.forgetting import SqlPlayerRecords
from nazh.adapters.outbound.sql.dice.ledger import SqlLedgers
from nazh.adapters.outbound.sql.dice.saved import SqlShelves
from nazh.adapters.outbound.sql.dice.servers import SqlServers
from nazh.adapters.outbound.sql.migrating import TABLES
from nazh.application.dice.forget_player import ForgetPlayer
from nazh.application.dice.ports import RollRecord, Step
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.proof import open_session
from nazh.domain.dice.server_settings import UNCHANGED, Setting, SettingChange
from nazh.domain.dice.shelves import EMPTY, shelf_of_player
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId
from tests import databases
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

ALICE, BOB = PlayerId(711_711_711_711_711_711), PlayerId(722_722_722_722_722_722)
KEEP = ServerId(733_733_733_733_733_733)
NOW = FrozenClock().now()
OF_NO_PERSON = {"servers", "gateway_sessions", "fair_sessions", "fair_receipts"}


@pytest_asyncio.fixture(params=[databases.sqlite, databases.postgresql])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with request.param(tmp_path) as address, databases.opened(address) as opened:
        yield opened


async def leave_traces(database: Database, player: PlayerId) -> None:
    """Put something into every table that can hold something of a person."""
    thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
    for server, secret in ((KEEP, False), (KEEP, True), (None, False)):
        name = RequestId(f"{player % 1000}.{server}.{secret}")
        record = RollRecord(
            name, player, ChannelId(5), server, NOW, NAZH, (thrown,), is_secret=secret
        )
        async with SqlLedgers(database)(name) as ledger:
            await ledger.history.append(record)
            await ledger.commit()
    await leave_words(database, player)
    shelf = EMPTY.with_text("$hit", "1d6").with_character("Hoid", None, KEEP)
    await SqlShelves(database).replace(shelf_of_player(player), EMPTY, shelf)
    book = SqlServers(database)
    before = await book.read(KEEP)
    word = None if before.language == "de" else "de"
    after = before.with_word(Setting.LANGUAGE, word)
    change = SettingChange(NOW, player, Setting.LANGUAGE, before.language, word)
    assert await book.replace(KEEP, before, after, change)


async def leave_words(database: Database, player: PlayerId) -> None:
    """Let a player have a number in the fair session."""
    name = RequestId(f"words of {player % 1000}")
    async with SqlLedgers(database)(name, KEEP) as ledger:
        place = await ledger.fair.place(player, name)
        if place is None:
            opened, state = open_session("00000000000000aa", bytes(32), KEEP, NOW)
            ledger.fair.put(Step(opened, state, KEEP, NOW, RequestId("opened")))
        else:
            state = place.kept.state
        number = state.players + 1
        receipt, after = state.joined(number, "swordfish", NOW)
        ledger.fair.put(Step(receipt, after, KEEP, NOW, name, (player, number)))
        await ledger.commit()


async def tables_with(database: Database, player: PlayerId) -> list[str]:
    """Return the table of each row of the whole database in which the number stands anywhere."""

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


async def test_nothing_of_a_player_is_left_in_any_table(database: Database) -> None:
    await leave_traces(database, ALICE)
    await leave_traces(database, BOB)
    bobs = await tables_with(database, BOB)
    # Who adds a table tells here whether it is of people, and sees to it that it forgets them.
    assert set(await tables_with(database, ALICE)) == set(TABLES) - OF_NO_PERSON

    await ForgetPlayer(SqlPlayerRecords(database), SqlShelves(database))(ALICE)

    assert await tables_with(database, ALICE) == []
    assert sorted(await tables_with(database, BOB)) == sorted(bobs)


async def test_what_others_need_stays_and_is_by_nobody(database: Database) -> None:
    await leave_traces(database, ALICE)

    await ForgetPlayer(SqlPlayerRecords(database), SqlShelves(database))(ALICE)

    servers = SqlServers(database)
    (change,) = await servers.changes(KEEP)
    assert (change.by, change.after) == (None, "de")
    assert await servers.read(KEEP) == UNCHANGED.with_word(Setting.LANGUAGE, "de")
