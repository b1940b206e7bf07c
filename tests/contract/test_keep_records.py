"""Tests that Keep forgets guilds, and that the audit log has what managers change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.console_log import SqlConsoleLog
from nazh.adapters.outbound.sql.keep.contacts import SqlContactStore
from nazh.adapters.outbound.sql.keep.deletion import delete_players_without_sessions
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.adapters.outbound.sql.keep.server_changes import SqlServerChanges
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.adapters.outbound.sql.keep.tables import PLAYERS
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.application.keep.bridges.ports import BridgeStore
from nazh.application.keep.consoles.ports import ConsoleLog, MuteStore
from nazh.application.keep.servers.ports import ServerStore
from nazh.application.keep.servers.show_changes import ServerChanges
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.contacts import Contact
from nazh.domain.keep.errors import ServerNameTaken
from nazh.domain.kernel.identity import ChannelId
from tests.audit_entries import ENTRY, entry_of
from tests.contract.keep_examples import (
    ALICE,
    CHANNEL,
    MODERATORS,
    NOW,
    OTHER_CHANNEL,
    OURS,
    THEIRS,
    chat_line,
    entry,
    new,
    sealed,
)


@pytest.fixture
def store(keep_database: Database) -> ServerStore:
    return SqlServerStore(keep_database)


@pytest.fixture
def bridges(keep_database: Database) -> BridgeStore:
    return SqlBridgeStore(keep_database)


@pytest.fixture
def mutes(keep_database: Database) -> MuteStore:
    return SqlMuteStore(keep_database)


@pytest.fixture
def log(keep_database: Database) -> ConsoleLog:
    return SqlConsoleLog(keep_database)


async def test_a_forgotten_guild_leaves_nothing(
    store: ServerStore, log: ConsoleLog, keep_database: Database
) -> None:
    bridges = SqlBridgeStore(keep_database)
    servers = {}
    for guild in (OURS, THEIRS):
        server = servers[guild] = await store.add(new("Island", guild), sealed, ENTRY)
        await bridges.link(guild, server.id, CHANNEL, entry_of)
        await bridges.add(server, [chat_line(1)])
        await store.grant(guild, Grant(MODERATORS, AccessLevel.VIEWER, server.id), entry_of)
        await log.begin(entry("listplayers", guild))

    await SqlKeepRecords(keep_database).forget_guild(OURS)

    for guild, count in ((OURS, 0), (THEIRS, 1)):
        assert len(await store.servers(guild)) == count
        assert len(await store.grants(guild)) == count
        assert len(await log.latest(guild, 9)) == count
        assert len(await bridges.of_guild(guild)) == count
        assert len((await bridges.waiting(servers[guild].id)).lines) == count


async def test_players_of_other_guilds_stay_even_without_sessions(keep_database: Database) -> None:
    player_values = {"platform": "p", "first_seen": 0, "last_seen": 0}
    rows = [
        {"guild": guild, "player": str(number), **player_values}
        for guild, count in ((OURS, 101), (THEIRS, 1))
        for number in range(count)
    ]
    await keep_database.write(lambda on: on.execute(insert(PLAYERS), rows))

    await delete_players_without_sessions(keep_database, OURS)

    guilds = await keep_database.read(
        lambda on: on.execute(select(PLAYERS.c.guild)).scalars().all()
    )
    assert guilds == [THEIRS]


async def test_a_removed_server_leaves_the_others_of_its_guild_alone(
    store: ServerStore, bridges: BridgeStore, keep_database: Database
) -> None:
    contacts = SqlContactStore(keep_database)
    island, center = [await store.add(new(name), sealed, ENTRY) for name in ("Island", "Center")]
    for server in (island, center):
        await bridges.link(OURS, server.id, CHANNEL, entry_of)
        await bridges.add(server, [chat_line(1)])
        await store.grant(OURS, Grant(MODERATORS, AccessLevel.VIEWER, server.id), entry_of)
        await contacts.note(OURS, server.id, is_answering=True, at=NOW)

    assert await store.remove(OURS, island.id, ENTRY)

    assert await store.servers(OURS) == (center,)
    assert await store.grants(OURS) == (Grant(MODERATORS, AccessLevel.VIEWER, center.id),)
    assert [bridge.server for bridge in await bridges.of_guild(OURS)] == [center]
    assert await contacts.of_guild(OURS) == {center.id: Contact(True, NOW, NOW)}
    for server, count in ((island, 0), (center, 1)):
        assert len((await bridges.waiting(server.id)).lines) == count


async def test_pauses_and_mutes_are_in_the_audit_log_if_they_change_something(
    store: ServerStore, bridges: BridgeStore, mutes: MuteStore, keep_database: Database
) -> None:
    def entry_for(action: str) -> AuditEntry:
        return replace(ENTRY, action=action)

    island = await store.add(new("Island"), sealed, entry_for("added"))
    await bridges.link(OURS, island.id, CHANNEL, lambda _: entry_for("linked"))
    for guild in (THEIRS, OURS, OURS):
        await bridges.pause(guild, island.id, NOW, entry_for("paused"))
    for guild in (THEIRS, OURS, OURS):
        await bridges.resume(guild, island.id, entry_for("resumed"))
    for _ in range(2):
        await mutes.mute(OURS, ALICE, NOW, entry_for("muted"))
    for guild in (THEIRS, OURS, OURS):
        await mutes.unmute(guild, ALICE, entry_for("unmuted"))

    actions = await SqlAuditLog(keep_database).replay(lambda _, rows: [row.action for row in rows])
    assert actions == ["added", "linked", "paused", "resumed", "muted", "unmuted"]


async def test_the_audit_log_has_exactly_what_managers_change(
    store: ServerStore, bridges: BridgeStore, keep_database: Database
) -> None:
    levels: list[AccessLevel | None] = []
    channels: list[ChannelId | None] = []

    def access(before: AccessLevel | None) -> AuditEntry:
        levels.append(before)
        return replace(ENTRY, action="access")

    def bridge(before: ChannelId | None) -> AuditEntry:
        channels.append(before)
        return replace(ENTRY, action="bridge")

    island = await store.add(new("Island"), sealed, replace(ENTRY, action="added"))
    with pytest.raises(ServerNameTaken):
        await store.add(new("Island"), sealed, ENTRY)
    for _ in range(2):
        await store.grant(OURS, Grant(MODERATORS, AccessLevel.VIEWER), access)
    await store.grant(OURS, Grant(MODERATORS, AccessLevel.ADMIN), access)
    for _ in range(2):
        await store.revoke(OURS, MODERATORS, None, access)
    for channel in (CHANNEL, OTHER_CHANNEL):
        await bridges.link(OURS, island.id, channel, bridge)
    await bridges.link(THEIRS, island.id, CHANNEL, bridge)
    for _ in range(2):
        await bridges.unlink(OURS, island.id, bridge)
    for guild in (THEIRS, OURS, THEIRS):
        await store.replace_password(guild, island.id, "x", replace(ENTRY, action="password"))
    for guild in (THEIRS, OURS, OURS):
        await store.remove(guild, island.id, replace(ENTRY, action="removed"))

    actions = await SqlAuditLog(keep_database).replay(lambda _, rows: [row.action for row in rows])
    assert actions == ["added", *["access"] * 3, *["bridge"] * 3, "password", "removed"]
    assert levels[:3] == [None, AccessLevel.VIEWER, AccessLevel.ADMIN]
    assert channels[:3] == [None, CHANNEL, OTHER_CHANNEL]


async def test_the_changes_of_a_guild_are_those_of_keep_and_the_latest_first(
    store: ServerStore, keep_database: Database
) -> None:
    changes: ServerChanges = SqlServerChanges(keep_database)
    own_entry = replace(
        ENTRY, guild=OURS, actor=ALICE, target="Island", after={"host": "a", "port": 1}
    )
    island = await store.add(new("Island"), sealed, replace(own_entry, action="keep.server.added"))
    await store.add(new("Center"), sealed, replace(own_entry, action="other.made"))
    await store.add(
        new("Theirs", THEIRS), sealed, replace(own_entry, guild=THEIRS, action="keep.x")
    )
    await store.remove(
        OURS, island.id, replace(own_entry, actor=None, action="keep.server.removed")
    )

    latest = await changes.latest(OURS, 9)

    assert [(change.action, change.user, change.target) for change in latest] == [
        ("keep.server.removed", None, "Island"),
        ("keep.server.added", ALICE, "Island"),
    ]
    assert (latest[0].before, latest[0].after) == (ENTRY.before, {"host": "a", "port": 1})
    assert await changes.latest(OURS, 1) == latest[:1]
