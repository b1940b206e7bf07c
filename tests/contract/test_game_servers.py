"""The contract of the stores of Keep: nothing of one guild is seen or changed by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.adapters.outbound.sql.audit_log import SqlAuditLog
from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.console_log import SqlConsoleLog
from nazh.adapters.outbound.sql.keep.listeners import SqlListenerLease
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.adapters.outbound.sql.keep.replies import SqlReplyStore
from nazh.adapters.outbound.sql.keep.sealed_passwords import SqlSealedPasswords
from nazh.adapters.outbound.sql.keep.server_changes import SqlServerChanges
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.application.keep.bridges.ports import BridgeStore, ListenerLease
from nazh.application.keep.consoles.ports import (
    ConsoleLog,
    ConsoleLogEntry,
    MuteStore,
    ReplyStore,
    SealedReply,
)
from nazh.application.keep.servers.ports import SealedPasswords, ServerStore
from nazh.application.keep.servers.show_changes import ServerChanges
from nazh.application.shared.audit import AuditEntry
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.bridges import (
    LISTENER_LEASE,
    MOST_MUTED,
    MOST_WAITING,
    Bridge,
    ListenerState,
    StopReason,
)
from nazh.domain.keep.errors import ServerNameTaken, TooManyMuted, TooManyServers
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.servers import MOST_SERVERS, GameServerId, NewServer
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId, UserId
from tests.audit_entries import ENTRY, entry_of
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
OURS, THEIRS = GuildId(2**62), GuildId(2)
ALICE, BOB = UserId(2**62 + 1), UserId(2)
MODERATORS = RoleId(2**62 + 2)
CHANNEL, OTHER_CHANNEL = ChannelId(2**62 + 3), ChannelId(7)


@pytest.fixture
def lease(keep_database: Database) -> ListenerLease:
    return SqlListenerLease(keep_database)


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
def replies(keep_database: Database) -> ReplyStore:
    return SqlReplyStore(keep_database)


@pytest.fixture
def log(keep_database: Database) -> ConsoleLog:
    return SqlConsoleLog(keep_database)


def new(name: str, guild: GuildId = OURS) -> NewServer:
    return NewServer(guild, name, "ark_asa", "a.example", 27_020, NOW)


def sealed(server: GameServerId) -> str:
    return f"sealed for {server}"


def entry(
    command: str, guild: GuildId = OURS, user: UserId = ALICE, days: int = 0
) -> ConsoleLogEntry:
    return ConsoleLogEntry(NOW + timedelta(days=days), guild, "Island", user, command, "begun")


async def test_a_server_is_kept_as_it_was_added(store: ServerStore) -> None:
    center = await store.add(new("Center"), sealed, ENTRY)
    island = await store.add(new("arena"), sealed, ENTRY)

    assert await store.servers(OURS) == (island, center)
    assert (center.name, center.profile, center.host, center.port) == (
        *("Center", "ark_asa"),
        *("a.example", 27_020),
    )
    assert await store.sealed_password(OURS, center.id) == f"sealed for {center.id}"


async def test_a_name_is_taken_once_in_a_guild(store: ServerStore) -> None:
    first = await store.add(new("Island 1"), sealed, ENTRY)

    with pytest.raises(ServerNameTaken):
        await store.add(new("ISLAND  1"), sealed, ENTRY)
    theirs = await store.add(new("Island 1", THEIRS), sealed, ENTRY)

    assert await store.servers(OURS) == (first,)
    assert await store.servers(THEIRS) == (theirs,)


async def test_a_server_is_changed_in_its_guild_only(store: ServerStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    center = await store.add(new("Center"), sealed, ENTRY)
    moved = replace(island, name="Aberration", host="b.example", port=27_021)

    assert await store.change(moved, None, ENTRY)
    assert await store.sealed_password(OURS, island.id) == sealed(island.id)
    assert await store.change(moved, "another", ENTRY)
    assert await store.sealed_password(OURS, island.id) == "another"
    assert not await store.change(replace(moved, guild=THEIRS), "theirs", ENTRY)
    with pytest.raises(ServerNameTaken):
        await store.change(replace(moved, name="CENTER"), None, ENTRY)

    assert await store.servers(OURS) == (moved, center)


async def test_an_id_is_never_used_again(store: ServerStore) -> None:
    first = await store.add(new("Island"), sealed, ENTRY)
    assert await store.remove(OURS, first.id, ENTRY)

    assert (await store.add(new("Island"), sealed, ENTRY)).id > first.id


async def test_a_guild_has_a_most_of_servers(store: ServerStore) -> None:
    for number in range(MOST_SERVERS):
        await store.add(new(f"Island {number}"), sealed, ENTRY)

    with pytest.raises(TooManyServers):
        await store.add(new("One more"), sealed, ENTRY)
    await store.add(new("Island", THEIRS), sealed, ENTRY)
    assert len(await store.servers(OURS)) == MOST_SERVERS


async def test_a_role_has_one_level_on_each_server_and_on_all(store: ServerStore) -> None:
    island = (await store.add(new("Island"), sealed, ENTRY)).id
    for level in (AccessLevel.VIEWER, AccessLevel.ADMIN):
        await store.grant(OURS, Grant(MODERATORS, level), entry_of)
    await store.grant(OURS, Grant(MODERATORS, AccessLevel.OWNER, island), entry_of)

    assert set(await store.grants(OURS)) == {
        Grant(MODERATORS, AccessLevel.ADMIN),
        Grant(MODERATORS, AccessLevel.OWNER, island),
    }
    assert await store.revoke(OURS, MODERATORS, None, entry_of)
    assert not await store.revoke(OURS, MODERATORS, None, entry_of)
    assert await store.grants(OURS) == (Grant(MODERATORS, AccessLevel.OWNER, island),)
    assert await store.remove(OURS, island, ENTRY)
    assert await store.grants(OURS) == ()


async def test_another_guild_neither_sees_nor_changes_anything(store: ServerStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    granted = Grant(MODERATORS, AccessLevel.VIEWER, island.id)
    await store.grant(OURS, granted, entry_of)

    assert await store.servers(THEIRS) == ()
    assert await store.grants(THEIRS) == ()
    assert await store.sealed_password(THEIRS, island.id) is None
    assert not await store.replace_password(THEIRS, island.id, "stolen", ENTRY)
    assert not await store.revoke(THEIRS, MODERATORS, island.id, entry_of)
    assert not await store.remove(THEIRS, island.id, ENTRY)
    await store.grant(THEIRS, Grant(MODERATORS, AccessLevel.OWNER, island.id), entry_of)

    assert await store.servers(OURS) == (island,)
    assert await store.grants(OURS) == (granted,)
    assert await store.sealed_password(OURS, island.id) == f"sealed for {island.id}"


async def test_a_password_is_replaced(store: ServerStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)

    assert await store.replace_password(OURS, island.id, "anew", ENTRY)
    assert await store.sealed_password(OURS, island.id) == "anew"
    assert not await store.replace_password(OURS, GameServerId(island.id + 1), "anew", ENTRY)


async def test_the_passwords_of_all_guilds_are_listed_for_the_operator(
    store: ServerStore, keep_database: Database
) -> None:
    passwords: SealedPasswords = SqlSealedPasswords(keep_database)
    ours = await store.add(new("Island"), sealed, ENTRY)
    theirs = await store.add(new("Center", THEIRS), sealed, ENTRY)

    first, second = await passwords.after(GameServerId(0), 5)

    assert (first.guild, first.server, first.name) == (OURS, ours.id, "Island")
    assert (second.guild, second.server, second.name) == (THEIRS, theirs.id, "Center")
    assert await passwords.after(ours.id, 1) == (second,)
    assert await passwords.replace(first, "anew", ENTRY)
    assert not await passwords.replace(first, "too late", ENTRY)
    assert await store.sealed_password(OURS, ours.id) == "anew"


def said(number: int) -> GameLine:
    return GameLine(LineKind.CHAT, "Pebble", f"line {number}")


async def test_lines_wait_in_order_until_they_are_posted(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [said(1), GameLine(LineKind.JOINED, "River")])
    await bridges.add(island, [said(2)])

    first = await bridges.waiting(island.id)

    assert [one.line for one in first.lines] == [
        said(1),
        GameLine(LineKind.JOINED, "River"),
        said(2),
    ]
    assert not first.is_begun
    await bridges.begin_post(island.id, first.lines[1].number)
    await bridges.add(island, [said(3)])
    again = await bridges.waiting(island.id)
    assert (again.lines, again.is_begun) == (first.lines[:2], True)
    await bridges.end_post(island.id, first.lines[1].number)
    rest = await bridges.waiting(island.id)
    assert ([one.line for one in rest.lines], rest.is_begun) == ([said(2), said(3)], False)


async def test_of_too_many_waiting_lines_the_oldest_are_dropped(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    center = await store.add(new("Center"), sealed, ENTRY)
    await bridges.add(center, [said(0)])
    await bridges.add(island, [said(number) for number in range(MOST_WAITING - 1)])
    await bridges.add(
        island, [said(number) for number in range(MOST_WAITING - 1, 2 + MOST_WAITING)]
    )

    lines = [one.line for one in (await bridges.waiting(island.id)).lines]

    assert lines == [said(number) for number in range(2, 2 + MOST_WAITING)]
    assert len((await bridges.waiting(center.id)).lines) == 1


async def test_a_begun_post_whose_lines_were_dropped_does_not_hold_up_the_others(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [said(0)])
    (first,) = (await bridges.waiting(island.id)).lines
    await bridges.begin_post(island.id, first.number)

    await bridges.add(island, [said(number) for number in range(MOST_WAITING)])

    waiting = await bridges.waiting(island.id)
    assert (len(waiting.lines), waiting.is_begun) == (MOST_WAITING, False)


async def test_a_bridge_is_linked_stopped_and_linked_again(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [said(1)])
    assert await bridges.running() == (Bridge(island, CHANNEL),)

    await bridges.stop(island.id, StopReason.NO_CHANNEL)

    assert await bridges.running() == ()
    assert await bridges.of_guild(OURS) == (Bridge(island, CHANNEL, 1, StopReason.NO_CHANNEL),)
    await bridges.link(OURS, island.id, OTHER_CHANNEL, entry_of)
    assert await bridges.running() == (Bridge(island, OTHER_CHANNEL),)
    assert await bridges.unlink(OURS, island.id, entry_of)
    assert not await bridges.unlink(OURS, island.id, entry_of)
    assert (await bridges.waiting(island.id)).lines == ()


async def test_another_guild_neither_sees_nor_changes_a_bridge(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [said(1)])

    await bridges.link(THEIRS, island.id, OTHER_CHANNEL, entry_of)
    assert not await bridges.unlink(THEIRS, island.id, entry_of)

    assert await bridges.of_guild(THEIRS) == ()
    assert await bridges.of_guild(OURS) == (Bridge(island, CHANNEL, 1),)


async def test_a_bridge_can_go_one_way(store: ServerStore, bridges: BridgeStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)

    await bridges.link(OURS, island.id, CHANNEL, entry_of, is_two_way=False)
    one_way = await bridges.running()
    await bridges.link(OURS, island.id, CHANNEL, entry_of)

    assert one_way == (Bridge(island, CHANNEL, is_two_way=False),)
    assert await bridges.running() == (Bridge(island, CHANNEL),)


async def test_a_paused_bridge_drops_lines_and_nothing_of_the_pause_comes_later(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    center = await store.add(new("Center"), sealed, ENTRY)
    for one in (island, center):
        await bridges.link(OURS, one.id, CHANNEL, entry_of)
        await bridges.add(one, [said(1), said(2)])
    (first, _) = (await bridges.waiting(island.id)).lines
    await bridges.begin_post(island.id, first.number)

    assert await bridges.pause(OURS, island.id, NOW, ENTRY)
    await bridges.end_post(island.id, first.number)
    await bridges.add(island, [said(3)])
    assert await bridges.pause(OURS, island.id, NOW + timedelta(hours=1), ENTRY)

    assert await bridges.of_guild(OURS) == (
        Bridge(center, CHANNEL, 2),
        Bridge(island, CHANNEL, paused_at=NOW),
    )
    assert Bridge(island, CHANNEL, paused_at=NOW) in await bridges.running()
    assert await bridges.resume(OURS, island.id, ENTRY)
    assert await bridges.resume(OURS, island.id, ENTRY)
    await bridges.add(island, [said(4)])
    assert [one.line for one in (await bridges.waiting(island.id)).lines] == [said(4)]
    assert Bridge(island, CHANNEL) in await bridges.running()


async def test_a_post_that_is_begun_too_late_does_not_hold_up_the_lines_after_a_pause(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [said(1)])
    (line,) = (await bridges.waiting(island.id)).lines
    await bridges.pause(OURS, island.id, NOW, ENTRY)
    await bridges.resume(OURS, island.id, ENTRY)

    await bridges.begin_post(island.id, line.number)
    await bridges.add(island, [said(2)])

    waiting = await bridges.waiting(island.id)
    assert ([one.line for one in waiting.lines], waiting.is_begun) == ([said(2)], False)


async def test_only_a_bridge_of_the_guild_is_paused_and_linking_it_anew_resumes_it(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    assert not await bridges.pause(OURS, island.id, NOW, ENTRY)
    assert not await bridges.resume(OURS, island.id, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    assert not await bridges.pause(THEIRS, island.id, NOW, ENTRY)
    await bridges.pause(OURS, island.id, NOW, ENTRY)
    assert not await bridges.resume(THEIRS, island.id, ENTRY)

    await bridges.link(OURS, island.id, OTHER_CHANNEL, entry_of)

    assert await bridges.running() == (Bridge(island, OTHER_CHANNEL),)


async def test_a_user_is_muted_in_one_guild_until_they_are_unmuted(mutes: MuteStore) -> None:
    later = NOW + timedelta(hours=1)
    assert await mutes.mute(OURS, ALICE, NOW, ENTRY)
    assert not await mutes.mute(OURS, ALICE, later, ENTRY)
    assert await mutes.mute(OURS, BOB, later, ENTRY)
    assert await mutes.mute(THEIRS, BOB, NOW, ENTRY)

    assert await mutes.of_guild(OURS) == (BOB, ALICE)
    assert await mutes.is_muted(OURS, ALICE)
    assert not await mutes.is_muted(THEIRS, ALICE)
    assert await mutes.unmute(OURS, BOB, ENTRY)
    assert not await mutes.unmute(OURS, BOB, ENTRY)
    assert (await mutes.of_guild(OURS), await mutes.of_guild(THEIRS)) == ((ALICE,), (BOB,))


async def test_a_guild_has_a_most_of_muted_users(mutes: MuteStore) -> None:
    for number in range(MOST_MUTED):
        await mutes.mute(OURS, UserId(number + 1), NOW, ENTRY)

    with pytest.raises(TooManyMuted):
        await mutes.mute(OURS, ALICE, NOW, ENTRY)

    assert not await mutes.mute(OURS, UserId(1), NOW, ENTRY)
    assert len(await mutes.of_guild(OURS)) == MOST_MUTED


async def test_a_mute_outlives_the_deletion_of_data_and_goes_with_the_guild(
    mutes: MuteStore, keep_database: Database
) -> None:
    records = SqlKeepRecords(keep_database)
    for guild in (OURS, THEIRS):
        await mutes.mute(guild, ALICE, NOW, ENTRY)

    await records.forget_user(ALICE)
    assert await records.mutes_of(ALICE) == ((THEIRS, NOW), (OURS, NOW))
    assert await records.mutes_of(BOB) == ()
    await records.forget_guild(OURS)

    assert (await mutes.of_guild(OURS), await mutes.of_guild(THEIRS)) == ((), (ALICE,))


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


async def test_one_process_at_a_time_holds_the_lease(lease: ListenerLease) -> None:
    later, expired = NOW + LISTENER_LEASE / 2, NOW + LISTENER_LEASE * 1.5

    assert await lease.state(NOW) is ListenerState.ABSENT
    assert await lease.renew("first", ListenerState.READY, NOW)
    assert not await lease.renew("second", ListenerState.NO_INTENT, later)
    assert await lease.renew("first", ListenerState.READY, later)
    assert await lease.state(NOW + LISTENER_LEASE) is ListenerState.READY
    assert await lease.state(expired) is ListenerState.ABSENT
    assert await lease.renew("second", ListenerState.NO_INTENT, expired)
    assert not await lease.renew("first", ListenerState.READY, expired)
    await lease.release("first")
    assert await lease.state(expired) is ListenerState.NO_INTENT
    await lease.release("second")
    assert await lease.state(expired) is ListenerState.ABSENT


async def test_a_removed_server_leaves_no_bridge(store: ServerStore, bridges: BridgeStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [said(1)])

    await store.remove(OURS, island.id, ENTRY)

    assert await bridges.running() == ()
    assert (await bridges.waiting(island.id)).lines == ()


async def test_the_log_has_the_last_commands_of_a_guild(log: ConsoleLog) -> None:
    for command in ("listplayers", "saveworld"):
        await log.begin(entry(command))
    number = await log.begin(entry("doexit", user=BOB))
    await log.begin(entry("status", THEIRS))
    await log.finish(number, "ok")

    latest = await log.latest(OURS, 2)

    assert [(one.command, one.outcome, one.user) for one in latest] == [
        ("doexit", "ok", BOB),
        ("saveworld", "begun", ALICE),
    ]
    assert latest[0].at == NOW
    assert [one.command for one in await log.latest(THEIRS, 9)] == ["status"]


async def test_a_deleted_user_is_no_longer_named(log: ConsoleLog, keep_database: Database) -> None:
    records = SqlKeepRecords(keep_database)
    await log.begin(entry("listplayers"))
    await log.begin(entry("status", THEIRS))
    await log.begin(entry("doexit", user=BOB))
    assert [one.command for one in await records.commands_of(ALICE)] == ["status", "listplayers"]
    for number in range(500):  # more than one batch
        await log.begin(entry(f"again {number}", THEIRS))

    await records.forget_user(ALICE)

    assert await records.commands_of(ALICE) == ()
    assert [(one.user, one.command) for one in await log.latest(OURS, 9)] == [
        (BOB, "doexit"),
        (None, "listplayers"),
    ]


async def test_the_log_is_pruned_in_batches(log: ConsoleLog, keep_database: Database) -> None:
    records = SqlKeepRecords(keep_database)
    for number in range(501):
        await log.begin(entry(f"old {number}"))
    await log.begin(entry("new", days=2))
    await log.begin(entry("theirs", THEIRS))
    before = NOW + timedelta(days=1)

    assert not await records.prune_guild(OURS, before)
    assert await records.prune_guild(OURS, before)

    assert [one.command for one in await log.latest(OURS, 9)] == ["new"]
    assert [one.command for one in await log.latest(THEIRS, 9)] == ["theirs"]


async def test_a_forgotten_guild_leaves_nothing(
    store: ServerStore, log: ConsoleLog, keep_database: Database
) -> None:
    bridges = SqlBridgeStore(keep_database)
    servers = {}
    for guild in (OURS, THEIRS):
        server = servers[guild] = await store.add(new("Island", guild), sealed, ENTRY)
        await bridges.link(guild, server.id, CHANNEL, entry_of)
        await bridges.add(server, [said(1)])
        await store.grant(guild, Grant(MODERATORS, AccessLevel.VIEWER, server.id), entry_of)
        await log.begin(entry("listplayers", guild))

    await SqlKeepRecords(keep_database).forget_guild(OURS)

    for guild, count in ((OURS, 0), (THEIRS, 1)):
        assert len(await store.servers(guild)) == count
        assert len(await store.grants(guild)) == count
        assert len(await log.latest(guild, 9)) == count
        assert len(await bridges.of_guild(guild)) == count
        assert len((await bridges.waiting(servers[guild].id)).lines) == count


async def test_what_managers_change_is_in_the_audit_log_and_nothing_else(
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
    ours = replace(ENTRY, guild=OURS, actor=ALICE, target="Island", after={"host": "a", "port": 1})
    island = await store.add(new("Island"), sealed, replace(ours, action="keep.server.added"))
    await store.add(new("Center"), sealed, replace(ours, action="other.made"))
    await store.add(new("Theirs", THEIRS), sealed, replace(ours, guild=THEIRS, action="keep.x"))
    await store.remove(OURS, island.id, replace(ours, actor=None, action="keep.server.removed"))

    latest = await changes.latest(OURS, 9)

    assert [(one.action, one.user, one.target) for one in latest] == [
        ("keep.server.removed", None, "Island"),
        ("keep.server.added", ALICE, "Island"),
    ]
    assert (latest[0].before, latest[0].after) == (ENTRY.before, {"host": "a", "port": 1})
    assert await changes.latest(OURS, 1) == latest[:1]


def reply(
    number: int, guild: GuildId = OURS, user: UserId = ALICE, minutes: int = 15
) -> SealedReply:
    expires_at = NOW + timedelta(minutes=minutes)
    return SealedReply(number, guild, user, GameServerId(7), "sealed", expires_at)


async def test_a_reply_is_found_by_its_user_and_guild_only(replies: ReplyStore) -> None:
    kept = reply(2**62)
    await replies.keep(kept)

    assert await replies.find(2**62, OURS, ALICE) == kept
    assert await replies.find(2**62, OURS, BOB) is None
    assert await replies.find(2**62, THEIRS, ALICE) is None
    assert await replies.find(1, OURS, ALICE) is None


async def test_expired_replies_are_deleted(replies: ReplyStore) -> None:
    for number in range(25):
        await replies.keep(reply(number, minutes=15 if number else 16))

    deletions = [await replies.delete_expired(NOW + timedelta(minutes=15)) for _ in range(3)]

    assert deletions == [False, False, True]
    assert await replies.find(0, OURS, ALICE) == reply(0, minutes=16)
    assert await replies.find(1, OURS, ALICE) is None


async def test_replies_go_with_their_user_or_guild(
    keep_database: Database, replies: ReplyStore
) -> None:
    records = SqlKeepRecords(keep_database)
    kept = [reply(1), reply(2, THEIRS), reply(3, OURS, BOB), reply(4, THEIRS, BOB)]
    for one in kept:
        await replies.keep(one)

    await records.forget_user(ALICE)
    await records.forget_guild(OURS)

    found = [await replies.find(one.number, one.guild, one.user) for one in kept]
    assert found == [None, None, None, kept[3]]
