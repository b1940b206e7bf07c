"""Tests that guilds cannot see or change other guilds, nor game servers affect each other."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import Connection, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.console_log import SqlConsoleLog
from nazh.adapters.outbound.sql.keep.contacts import SqlContactStore
from nazh.adapters.outbound.sql.keep.log_store import SqlLogStore
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.adapters.outbound.sql.keep.players import SqlPlayerStore
from nazh.adapters.outbound.sql.keep.replies import SqlReplyStore
from nazh.adapters.outbound.sql.keep.server_changes import SqlServerChanges
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.application.keep.consoles.ports import ConsoleLogEntry, SealedReply
from nazh.application.keep.logs.ports import LogBatch
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.bridges import MAX_WAITING, StopReason
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.logs.events import EventKind, LogEvent, ServerStarted
from nazh.domain.keep.logs.positions import LogPosition
from nazh.domain.keep.logs.reading import ReadingState
from nazh.domain.keep.servers import GameServer, NewServer
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId, UserId
from tests.audit_entries import ENTRY, entry_of
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
OURS, THEIRS = GuildId(2**62), GuildId(2)
ALICE, MODERATORS, CHANNEL = UserId(2**62 + 1), RoleId(2**62 + 2), ChannelId(2**62 + 3)
NUMBER = 7
STORES = (
    SqlServerStore,
    SqlConsoleLog,
    SqlReplyStore,
    SqlBridgeStore,
    SqlLogStore,
    SqlKeepRecords,
    SqlPlayerStore,
    SqlServerChanges,
    SqlContactStore,
    SqlMuteStore,
)
OF_NO_GUILD = {
    # These take what the store has returned before to the process that does the work.
    *("ConsoleLog.finish", "BridgeStore.add", "BridgeStore.waiting", "BridgeStore.begin_post"),
    *("BridgeStore.end_post", "BridgeStore.stop", "BridgeStore.running", "LogStore.cursor"),
    # These serve the operator and clean up, for all guilds.
    *("LogStore.servers", "LogStore.prune", "ReplyStore.delete_expired", "KeepRecords.prune_all"),
    # A user's own data, wherever they are.
    *("KeepRecords.commands_of", "KeepRecords.mutes_of", "KeepRecords.forget_user"),
}


@dataclass(frozen=True)
class Stores:
    """The stores on one database, and the game server of OURS."""

    database: Database
    island: GameServer

    @property
    def servers(self) -> SqlServerStore:
        return SqlServerStore(self.database)

    @property
    def bridges(self) -> SqlBridgeStore:
        return SqlBridgeStore(self.database)

    @property
    def log(self) -> SqlConsoleLog:
        return SqlConsoleLog(self.database)

    @property
    def replies(self) -> SqlReplyStore:
        return SqlReplyStore(self.database)

    @property
    def logs(self) -> SqlLogStore:
        return SqlLogStore(self.database)

    @property
    def contacts(self) -> SqlContactStore:
        return SqlContactStore(self.database)

    @property
    def mutes(self) -> SqlMuteStore:
        return SqlMuteStore(self.database)

    @property
    def records(self) -> SqlKeepRecords:
        return SqlKeepRecords(self.database)


Rows = dict[str, list[tuple[object, ...]]]
"""The rows of tables."""
Attempt = Callable[[Stores], Awaitable[object]]
GRANT = Grant(MODERATORS, AccessLevel.OWNER)
# What another guild gets from each method, if it uses the ids of ours.
ATTEMPTS: dict[str, tuple[Attempt, object]] = {
    "ServerStore.servers": (lambda on: on.servers.servers(THEIRS), ()),
    "ServerStore.add": (lambda on: add(on, "Island"), None),
    "ServerStore.sealed_password": (
        lambda on: on.servers.sealed_password(replace(on.island, guild=THEIRS)),
        None,
    ),
    "ServerStore.replace_password": (
        lambda on: on.servers.replace_password(THEIRS, on.island.id, "x", ENTRY),
        False,
    ),
    "ServerStore.change": (
        lambda on: on.servers.change(replace(on.island, guild=THEIRS, host="b"), "x", ENTRY),
        False,
    ),
    "ServerStore.remove": (lambda on: on.servers.remove(THEIRS, on.island.id, ENTRY), False),
    "ServerStore.grants": (lambda on: on.servers.grants(THEIRS), ()),
    "ServerStore.grant": (
        lambda on: on.servers.grant(THEIRS, replace(GRANT, server=on.island.id), entry_of),
        False,
    ),
    "ServerStore.revoke": (
        lambda on: on.servers.revoke(THEIRS, MODERATORS, on.island.id, entry_of),
        False,
    ),
    "ConsoleLog.begin": (lambda on: begin(on, THEIRS), None),
    "ConsoleLog.latest": (lambda on: on.log.latest(THEIRS, 9), ()),
    "ReplyStore.keep": (lambda on: on.replies.keep(reply(on, THEIRS, NUMBER + 1)), None),
    "ReplyStore.find": (lambda on: on.replies.find(NUMBER, THEIRS, ALICE), None),
    "BridgeStore.link": (
        lambda on: on.bridges.link(THEIRS, on.island.id, ChannelId(9), entry_of),
        False,
    ),
    "BridgeStore.unlink": (lambda on: on.bridges.unlink(THEIRS, on.island.id, entry_of), False),
    "BridgeStore.pause": (lambda on: on.bridges.pause(THEIRS, on.island.id, NOW, ENTRY), False),
    "BridgeStore.resume": (lambda on: on.bridges.resume(THEIRS, on.island.id, ENTRY), False),
    "MuteStore.mute": (lambda on: on.mutes.mute(THEIRS, ALICE, NOW, ENTRY), True),
    "MuteStore.unmute": (lambda on: on.mutes.unmute(THEIRS, ALICE, ENTRY), False),
    "MuteStore.is_muted": (lambda on: on.mutes.is_muted(THEIRS, ALICE), False),
    "MuteStore.of_guild": (lambda on: on.mutes.of_guild(THEIRS), ()),
    "BridgeStore.of_guild": (lambda on: on.bridges.of_guild(THEIRS), ()),
    "LogStore.save": (lambda on: save(on, replace(on.island, guild=THEIRS)), None),
    "PlayerStore.find": (
        lambda on: SqlPlayerStore(on.database).find(THEIRS, [on.island.id], "Pebble", 9),
        (),
    ),
    "PlayerStore.sessions": (
        lambda on: SqlPlayerStore(on.database).sessions(THEIRS, [on.island.id], 9, "a" * 32),
        (),
    ),
    "ContactStore.of_guild": (lambda on: on.contacts.of_guild(THEIRS), {}),
    "ContactStore.note": (
        lambda on: on.contacts.note(THEIRS, on.island.id, is_answering=False, at=NOW),
        None,
    ),
    "ServerChanges.latest": (lambda on: SqlServerChanges(on.database).latest(THEIRS, 9), ()),
    "KeepRecords.prune_guild": (
        lambda on: on.records.prune_guild(THEIRS, NOW + timedelta(days=999)),
        True,
    ),
    "KeepRecords.forget_guild": (lambda on: on.records.forget_guild(THEIRS), None),
}


@pytest_asyncio.fixture
async def stores(keep_database: Database) -> Stores:
    servers = SqlServerStore(keep_database)
    new = NewServer(OURS, "Island", "ark_asa", "a.example", 27_020, NOW)
    on = Stores(keep_database, await servers.add(new, lambda id: f"sealed {id}", ENTRY))
    await fill(on)
    await on.mutes.mute(OURS, ALICE, NOW, ENTRY)
    await begin(on, OURS)
    await on.replies.keep(reply(on, OURS, NUMBER))
    return on


async def fill(on: Stores) -> None:
    """Store something of every kind about the game server."""
    await on.servers.grant(OURS, replace(GRANT, server=on.island.id), entry_of)
    await on.bridges.link(OURS, on.island.id, CHANNEL, entry_of)
    await on.bridges.add(on.island, [GameLine(LineKind.CHAT, "Pebble", "hello")])
    await on.contacts.note(OURS, on.island.id, is_answering=True, at=NOW)
    await save(on, on.island)


async def add(on: Stores, name: str) -> None:
    new = NewServer(THEIRS, name, "ark_asa", "b.example", 27_020, NOW)
    await on.servers.add(new, str, ENTRY)


async def begin(on: Stores, guild: GuildId) -> None:
    await on.log.begin(ConsoleLogEntry(NOW, guild, "Island", ALICE, "listplayers", "begun"))


def reply(on: Stores, guild: GuildId, number: int) -> SealedReply:
    return SealedReply(number, guild, ALICE, on.island.id, "sealed", NOW)


async def save(on: Stores, server: GameServer) -> object:
    """Store a join as what was read first, which another guild must not be able to."""
    joined = LogEvent("k", EventKind.JOIN, NOW, "Pebble", "a" * 32, "None")
    batch = LogBatch(LogPosition("1:1", 1, ""), ReadingState(), (), (joined,))
    return await on.logs.save(server, None, batch)


async def rows_of_ours(database: Database) -> Rows:
    """Return all rows of OURS, and of the tables whose rows belong to those of others."""

    def query(connection: Connection) -> Rows:
        rows = {}
        for name, table in METADATA.tables.items():
            if name.startswith("keep_"):
                chosen = select(table)
                if "guild" in table.c:
                    chosen = chosen.where(table.c.guild == OURS)
                rows[name] = sorted(tuple(row) for row in connection.execute(chosen))
        return rows

    return await database.read(query)


def test_no_method_is_left_out() -> None:
    methods = {
        f"{store.__name__.removeprefix('Sql')}.{name}"
        for store in STORES
        for name, _ in inspect.getmembers(store, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }

    assert methods == {*ATTEMPTS, *OF_NO_GUILD}


@pytest.mark.parametrize("name", ATTEMPTS)
async def test_another_guild_sees_and_changes_nothing(stores: Stores, name: str) -> None:
    attempt, outcome = ATTEMPTS[name]
    before = await rows_of_ours(stores.database)

    answer = await attempt(stores)

    assert answer == outcome
    assert await rows_of_ours(stores.database) == before
    empty = {table for table, rows in before.items() if not rows}
    assert empty <= {"keep_listeners"}


async def test_a_forgotten_guild_has_no_rows(stores: Stores) -> None:
    await stores.records.forget_guild(OURS)

    assert not any((await rows_of_ours(stores.database)).values())


async def test_a_guild_keeps_no_record_from_before_its_retention_period(stores: Stores) -> None:
    before = await rows_of_ours(stores.database)

    assert await stores.records.prune_guild(OURS, NOW + timedelta(days=1))

    after = await rows_of_ours(stores.database)
    emptied = {table for table, rows in before.items() if rows and not after[table]}
    records = ("console_log", "events", "sessions", "players", "player_names")
    assert emptied == {f"keep_{name}" for name in records}


async def played(on: Stores, *events: LogEvent | ServerStarted) -> None:
    """Store a piece of the log of our island, after what was stored."""
    before = await on.logs.cursor(on.island.id)
    assert before is not None
    batch = LogBatch(LogPosition("1:1", 2, ""), ReadingState(), (), events)
    await on.logs.save(on.island, before, batch)


async def last_line(on: Stores) -> int:
    waiting = await on.bridges.waiting(on.island.id)
    return waiting.lines[-1].number


async def begin_post(on: Stores) -> None:
    await on.bridges.begin_post(on.island.id, await last_line(on))


async def end_post(on: Stores) -> None:
    await begin_post(on)
    await on.bridges.end_post(on.island.id, 2**31)


async def say_too_much(on: Stores) -> None:
    await begin_post(on)
    chat = GameLine(LineKind.CHAT, "Pebble", "hello")
    await on.bridges.add(on.island, [chat] * MAX_WAITING)


async def resume(on: Stores) -> None:
    await on.bridges.pause(OURS, on.island.id, NOW, ENTRY)
    await on.bridges.resume(OURS, on.island.id, ENTRY)


async def remove_with_its_log(on: Stores) -> None:
    await on.servers.remove(OURS, on.island.id, ENTRY)
    await on.logs.prune(NOW - timedelta(days=1))


LATER = NOW + timedelta(hours=1)
LEFT = LogEvent("l", EventKind.LEAVE, LATER, "Pebble", "a" * 32, "None")
# What changes one of the guild's game servers.
CHANGES: dict[str, Attempt] = {
    "password": lambda on: on.servers.replace_password(OURS, on.island.id, "x", ENTRY),
    "address": lambda on: on.servers.change(replace(on.island, host="b.example"), "x", ENTRY),
    "removal": lambda on: on.servers.remove(OURS, on.island.id, ENTRY),
    "removal with its log": remove_with_its_log,
    "grant": lambda on: on.servers.grant(
        OURS, Grant(MODERATORS, AccessLevel.VIEWER, on.island.id), entry_of
    ),
    "revocation": lambda on: on.servers.revoke(OURS, MODERATORS, on.island.id, entry_of),
    "link": lambda on: on.bridges.link(OURS, on.island.id, ChannelId(9), entry_of),
    "unlink": lambda on: on.bridges.unlink(OURS, on.island.id, entry_of),
    "pause": lambda on: on.bridges.pause(OURS, on.island.id, NOW, ENTRY),
    "resumption": resume,
    "stop": lambda on: on.bridges.stop(on.island.id, StopReason.NO_CHANNEL),
    "begun post": begin_post,
    "ended post": end_post,
    "dropped lines": say_too_much,
    "contact": lambda on: on.contacts.note(OURS, on.island.id, is_answering=False, at=LATER),
    "leave": lambda on: played(on, LEFT),
    "start": lambda on: played(on, ServerStarted(LATER, LATER)),
}


async def rows_by_server(database: Database, island: int) -> tuple[Rows, Rows]:
    """Return the rows about the island, and those about other game servers."""

    def query(connection: Connection) -> tuple[Rows, Rows]:
        rows_of_island, others = {}, {}
        for name, table in METADATA.tables.items():
            if name.startswith("keep_") and ("server" in table.c or name == "keep_servers"):
                column = table.c["id" if name == "keep_servers" else "server"]
                rows = sorted(tuple(row) for row in connection.execute(select(table)))
                place = table.c.keys().index(column.name)
                rows_of_island[name] = [row for row in rows if row[place] == island]
                others[name] = [row for row in rows if row[place] != island]
        return rows_of_island, others

    return await database.read(query)


@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_of_a_game_server_leaves_the_others_alone(stores: Stores, name: str) -> None:
    for name_of_other in ("Center", "Ruins"):
        new = NewServer(OURS, name_of_other, "ark_asa", "a.example", 27_020, NOW)
        other = await stores.servers.add(new, lambda id: f"sealed {id}", ENTRY)
        await fill(replace(stores, island=other))
        await begin_post(replace(stores, island=other))
        if name_of_other == "Ruins":
            await stores.bridges.pause(OURS, other.id, NOW, ENTRY)
    rows_of_island, others = await rows_by_server(stores.database, stores.island.id)
    assert {table for table, rows in others.items() if not rows} == {"keep_replies"}

    await CHANGES[name](stores)

    after = await rows_by_server(stores.database, stores.island.id)
    assert after[0] != rows_of_island
    assert after[1] == others
