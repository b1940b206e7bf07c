"""Tests that rows of earlier revisions of Keep are read by the newest code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.console_log import SqlConsoleLog
from nazh.adapters.outbound.sql.keep.contacts import SqlContactStore
from nazh.adapters.outbound.sql.keep.listeners import SqlListenerLease
from nazh.adapters.outbound.sql.keep.log_store import SqlLogStore
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.adapters.outbound.sql.keep.players import SqlPlayerStore
from nazh.adapters.outbound.sql.keep.replies import SqlReplyStore
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.adapters.outbound.sql.keep.tables import EVENTS
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.migrations.migrating import migrate
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.keep.consoles.ports import ConsoleLogEntry, SealedReply
from nazh.application.keep.logs.ports import LogCursor
from nazh.application.keep.players.ports import PlayedSession, Player
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.bridges import Bridge, ListenerState, StopReason, WaitingLine, WaitingLines
from nazh.domain.keep.contacts import Contact
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.logs.positions import LogPosition
from nazh.domain.keep.logs.reading import ReadingState
from nazh.domain.keep.logs.sessions import PlaySession, SessionState
from nazh.domain.keep.servers import GameServer, GameServerId, NewServer
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId, UserId
from nazh.wiring.contexts import migrations_of
from tests import databases
from tests.audit_entries import ENTRY

(KEEP,) = migrations_of(["keep"])
GUILD, ALICE, MODERATORS = GuildId(2**62), UserId(2**62 + 1), RoleId(2**62 + 2)
CHANNEL, ELSEWHERE = ChannelId(2**62 + 3), ChannelId(8)
AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
ISLAND = GameServer(GameServerId(1), GUILD, "Die Insel", "ark_asa", "a.example", 27_020)
RUST = GameServer(GameServerId(2), GUILD, "rust", "rust", "::1", 28_016)
ADDED = NewServer(GUILD, "new", "rust", "b.example", 1, AT)
STEAM = "76561198000000001"
Look = Callable[[Database], Awaitable[None]]
ROWS: Mapping[str, str] = {
    "0001": """
        INSERT INTO keep_servers
            (guild, name, name_key, profile, host, port, password, added_at)
            VALUES (:guild, 'Die Insel', 'die insel', 'ark_asa', 'a.example', 27020, 'sealed', :at),
            (:guild, 'rust', 'rust', 'rust', '::1', 28016, '', :at);
        INSERT INTO keep_grants (guild, role, server, level)
            VALUES (:guild, :role, 0, 1), (:guild, :role, 2, 3);
        INSERT INTO keep_console_log (guild, at, server, player, command, outcome)
            VALUES (:guild, :at, 'rust', :user, 'status', 'ok'),
            (:guild, :later, 'rust', NULL, 'say “Hé”', 'begun')
    """,
    "0002": """
        INSERT INTO keep_bridges (server, guild, channel, is_two_way, stopped, posting_to)
            VALUES (1, :guild, :channel, TRUE, NULL, 1), (2, :guild, 8, FALSE, 'locked', NULL);
        INSERT INTO keep_lines (guild, server, kind, author, text)
            VALUES (:guild, 1, 'chat', 'Pebble', 'Hé 🐉'), (:guild, 1, 'left', 'Pebble', '');
        INSERT INTO keep_listeners (name, owner, state, expires_at)
            VALUES ('messages', 'nazh-0', 'no_intent', :later)
    """,
    "0003": """
        INSERT INTO keep_log_cursors
            (server, guild, version, file, "offset", tail, state, samples)
            VALUES (1, :guild, 3, 'dev-1', 5000000000, 'ff', :state, :samples);
        INSERT INTO keep_events (guild, server, key, at, kind, name, player, text)
            VALUES (:guild, 1, 'k', :at, 'chat', 'Pebble', :steam, 'hi');
        INSERT INTO keep_players (guild, player, platform, first_seen, last_seen)
            VALUES (:guild, :steam, 'steam', :at, :later);
        INSERT INTO keep_player_names (player, name, last_seen)
            VALUES (1, 'Stone', :at), (1, 'Pebble', :later);
        INSERT INTO keep_sessions
            (guild, server, player, opened_at, closed_at, state, is_clipped)
            VALUES (:guild, 1, 1, :at, :later, 'inferred', TRUE),
            (:guild, 1, 1, :later, NULL, 'open', FALSE)
    """,
    "0004": """
        INSERT INTO keep_replies (seq, guild, player, server, sealed, expires_at)
            VALUES (1, :guild, :user, 2, 'sealed', :later)
    """,
    "0005": """
        INSERT INTO keep_contacts (server, guild, is_answering, since, answered_at)
            VALUES (1, :guild, TRUE, :at, :later), (2, :guild, FALSE, :at, NULL)
    """,
    "0006": """
        UPDATE keep_bridges SET paused_at = :later WHERE server = 2;
        INSERT INTO keep_mutes (guild, player, muted_at) VALUES (:guild, :user, :at)
    """,
}
"""The statements that write rows at each revision."""


def lay_rows(connection: Connection, revision: str) -> None:
    """Migrate to each revision up to this one, and write its rows."""
    values: dict[str, object] = {
        "guild": GUILD,
        "user": ALICE,
        "role": MODERATORS,
        "channel": CHANNEL,
        "at": microseconds(AT),
        "later": microseconds(LATER),
        "steam": STEAM,
        "state": '{"is_in_line": true, "stamp": "s", "second": "t", "occurrences": {"k": 2}}',
        "samples": '["a line"]',
    }
    migrate(connection, CORE)
    for reached, statements in ROWS.items():
        if reached <= revision:
            migrate(connection, KEEP, reached)
            for statement in map(text, statements.split(";")):
                names = statement.compile().params
                connection.execute(statement, {name: values[name] for name in names})


async def servers_are_there(database: Database) -> None:
    servers, log = SqlServerStore(database), SqlConsoleLog(database)

    assert await servers.servers(GUILD) == (ISLAND, RUST)
    assert await servers.sealed_password(ISLAND) == "sealed"
    assert await servers.grants(GUILD) == (
        Grant(MODERATORS, AccessLevel.VIEWER, None),
        Grant(MODERATORS, AccessLevel.ADMIN, RUST.id),
    )
    assert await log.latest(GUILD, 9) == (
        ConsoleLogEntry(LATER, GUILD, "rust", None, "say “Hé”", "begun"),
        ConsoleLogEntry(AT, GUILD, "rust", ALICE, "status", "ok"),
    )


async def bridges_are_there(database: Database) -> None:
    bridges = SqlBridgeStore(database)

    island, rust = await bridges.of_guild(GUILD)

    assert island == Bridge(ISLAND, CHANNEL, waiting=2, paused_at=None)
    assert (rust.channel, rust.stopped, rust.is_two_way) == (ELSEWHERE, StopReason.LOCKED, False)
    line = WaitingLine(1, GameLine(LineKind.CHAT, "Pebble", "Hé 🐉"))
    assert await bridges.waiting(ISLAND.id) == WaitingLines((line,), CHANNEL, is_begun=True)
    assert await SqlListenerLease(database).state(AT) is ListenerState.NO_INTENT


async def logs_are_there(database: Database) -> None:
    players = SqlPlayerStore(database)

    cursor = await SqlLogStore(database).cursor(ISLAND.id)
    events = await database.read(lambda on: on.execute(select(EVENTS.c.key, EVENTS.c.at)).all())

    position = LogPosition("dev-1", 5_000_000_000, "ff")
    state = ReadingState(is_in_line=True, stamp="s", second="t", occurrences={"k": 2})
    assert cursor == LogCursor(3, position, state, ("a line",))
    assert [tuple(event) for event in events] == [("k", microseconds(AT))]
    assert await players.find(GUILD, [ISLAND.id], "stone", 9) == (
        Player(STEAM, "steam", ("Pebble", "Stone"), AT),
    )
    closed = PlaySession(STEAM, AT, LATER, SessionState.INFERRED, is_clipped=True, number=1)
    assert await players.sessions(GUILD, [ISLAND.id], 9) == (
        PlayedSession(ISLAND.id, "Pebble", PlaySession(STEAM, LATER, number=2)),
        PlayedSession(ISLAND.id, "Pebble", closed),
    )


async def replies_are_there(database: Database) -> None:
    reply = await SqlReplyStore(database).find(1, GUILD, ALICE)

    assert reply == SealedReply(1, GUILD, ALICE, RUST.id, "sealed", LATER)


async def contacts_are_there(database: Database) -> None:
    assert await SqlContactStore(database).of_guild(GUILD) == {
        ISLAND.id: Contact(True, AT, LATER),
        RUST.id: Contact(False, AT, None),
    }


async def pauses_are_there(database: Database) -> None:
    paused = [bridge.paused_at for bridge in await SqlBridgeStore(database).of_guild(GUILD)]

    assert paused == [None, LATER]
    assert await SqlMuteStore(database).of_guild(GUILD) == (ALICE,)


LOOKS: Mapping[str, Look] = {
    "0001": servers_are_there,
    "0002": bridges_are_there,
    "0003": logs_are_there,
    "0004": replies_are_there,
    "0005": contacts_are_there,
    "0006": pauses_are_there,
}
"""The checks by revision."""


def test_every_revision_has_rows_of_its_time() -> None:
    assert (tuple(ROWS), tuple(LOOKS)) == (KEEP.revisions, KEEP.revisions)


@pytest.mark.parametrize("revision", KEEP.revisions)
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_rows_of_an_earlier_revision_are_read(
    tmp_path: Path, create_database: databases.CreateDatabase, revision: str
) -> None:
    async with create_database(tmp_path) as address:
        earlier = new_database(address, (KEEP,))
        await earlier.write_in_background(lambda connection: lay_rows(connection, revision))
        await earlier.close()

        async with databases.opened(address, "keep") as database:
            for since, look in LOOKS.items():
                if since <= revision:
                    await look(database)
            new = await SqlServerStore(database).add(ADDED, lambda id: f"sealed {id}", ENTRY)

    assert new.id == GameServerId(3)
