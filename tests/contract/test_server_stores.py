"""Tests the contract of ``ServerStore`` and ``SealedPasswords``: servers belong to one guild."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.sealed_passwords import SqlSealedPasswords
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.application.keep.servers.ports import SealedPasswords, ServerStore
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.errors import ServerNameTaken, TooManyServers
from nazh.domain.keep.servers import MAX_SERVERS, GameServerId
from nazh.domain.kernel.identity import RoleId
from tests.audit_entries import ENTRY, entry_of
from tests.contract.keep_examples import MODERATORS, OURS, THEIRS, new, sealed

HELPERS = RoleId(MODERATORS - 1)


@pytest.fixture
def store(keep_database: Database) -> ServerStore:
    return SqlServerStore(keep_database)


async def test_a_server_is_kept_as_it_was_added(store: ServerStore) -> None:
    center = await store.add(new("Center"), sealed, ENTRY)
    island = await store.add(new("arena"), sealed, ENTRY)

    assert await store.servers(OURS) == (island, center)
    assert (center.name, center.profile, center.host, center.port) == (
        *("Center", "ark_asa"),
        *("a.example", 27_020),
    )
    assert await store.sealed_password(center) == f"sealed for {center.id}"


async def test_servers_are_in_the_order_of_the_numbers_in_their_names(store: ServerStore) -> None:
    for name in ("Isle 10", "isle 9 b", "Isle 9", "Arena"):
        await store.add(new(name), sealed, ENTRY)

    names = [server.name for server in await store.servers(OURS)]

    assert names == ["Arena", "Isle 9", "isle 9 b", "Isle 10"]


async def test_a_name_is_taken_once_in_a_guild(store: ServerStore) -> None:
    first = await store.add(new("Island 1"), sealed, ENTRY)

    with pytest.raises(ServerNameTaken):
        await store.add(new("ISLAND  1"), sealed, ENTRY)
    other_server = await store.add(new("Island 1", THEIRS), sealed, ENTRY)

    assert await store.servers(OURS) == (first,)
    assert await store.servers(THEIRS) == (other_server,)


async def test_a_server_is_changed_in_its_guild_only(store: ServerStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    center = await store.add(new("Center"), sealed, ENTRY)
    moved = replace(island, name="Aberration", host="b.example", port=27_021)

    assert await store.change(replace(island, name="Aberration"), None, ENTRY)
    assert await store.sealed_password(island) == sealed(island.id)
    assert await store.change(moved, "another", ENTRY)
    assert await store.sealed_password(moved) == "another"
    assert not await store.change(replace(moved, guild=THEIRS), "theirs", ENTRY)
    with pytest.raises(ServerNameTaken):
        await store.change(replace(moved, name="CENTER"), None, ENTRY)

    assert await store.servers(OURS) == (moved, center)


async def test_a_stored_password_never_gets_another_address(store: ServerStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    moved = replace(island, host="b.example", port=27_021)
    # Another manager has entered the new address with its password, after the first one read it.
    assert await store.change(moved, "for b.example", ENTRY)

    assert not await store.change(replace(island, name="Aberration"), None, ENTRY)

    assert await store.servers(OURS) == (moved,)
    assert await store.sealed_password(moved) == "for b.example"
    assert await store.sealed_password(island) is None
    assert await store.sealed_password(replace(moved, port=island.port)) is None


async def test_an_id_is_never_used_again(store: ServerStore) -> None:
    first = await store.add(new("Island"), sealed, ENTRY)
    assert await store.remove(OURS, first.id, ENTRY)

    assert (await store.add(new("Island"), sealed, ENTRY)).id > first.id


async def test_a_guild_has_a_most_of_servers(store: ServerStore) -> None:
    for number in range(MAX_SERVERS):
        await store.add(new(f"Island {number}"), sealed, ENTRY)

    with pytest.raises(TooManyServers):
        await store.add(new("One more"), sealed, ENTRY)
    await store.add(new("Island", THEIRS), sealed, ENTRY)
    assert len(await store.servers(OURS)) == MAX_SERVERS


async def test_servers_added_at_the_same_time_keep_the_limit(store: ServerStore) -> None:
    for number in range(MAX_SERVERS - 1):
        await store.add(new(f"Island {number}"), sealed, ENTRY)

    await asyncio.gather(
        *(store.add(new(f"One more {number}"), sealed, ENTRY) for number in range(5)),
        return_exceptions=True,
    )

    assert len(await store.servers(OURS)) == MAX_SERVERS


async def test_a_role_has_one_level_on_each_server_and_on_all(store: ServerStore) -> None:
    island = (await store.add(new("Island"), sealed, ENTRY)).id
    for level in (AccessLevel.VIEWER, AccessLevel.ADMIN):
        await store.grant(OURS, Grant(MODERATORS, level), entry_of)
    await store.grant(OURS, Grant(MODERATORS, AccessLevel.OWNER, island), entry_of)
    await store.grant(OURS, Grant(HELPERS, AccessLevel.ADMIN), entry_of)

    assert await store.grants(OURS) == (
        Grant(HELPERS, AccessLevel.ADMIN),
        Grant(MODERATORS, AccessLevel.ADMIN),
        Grant(MODERATORS, AccessLevel.OWNER, island),
    )
    assert await store.revoke(OURS, HELPERS, None, entry_of)
    assert await store.revoke(OURS, MODERATORS, None, entry_of)
    assert not await store.revoke(OURS, MODERATORS, None, entry_of)
    assert await store.grants(OURS) == (Grant(MODERATORS, AccessLevel.OWNER, island),)
    assert await store.remove(OURS, island, ENTRY)
    assert await store.grants(OURS) == ()


async def test_the_levels_of_roles_on_servers_and_in_guilds_are_apart(store: ServerStore) -> None:
    island = (await store.add(new("Island"), sealed, ENTRY)).id
    center = (await store.add(new("Center"), sealed, ENTRY)).id
    viewer = Grant(MODERATORS, AccessLevel.VIEWER, island)
    on_all = replace(viewer, server=None)
    others = (on_all, replace(viewer, role=RoleId(3)), replace(viewer, server=center))
    levels: list[AccessLevel | None] = []

    def entry_after(before: AccessLevel | None) -> AuditEntry:
        levels.append(before)
        return ENTRY

    for guild, granted in ((THEIRS, on_all), *((OURS, grant) for grant in (*others, viewer))):
        await store.grant(guild, granted, entry_after)
    assert await store.revoke(OURS, MODERATORS, island, entry_after)

    assert levels == [None] * 5 + [AccessLevel.VIEWER]
    assert set(await store.grants(OURS)) == set(others)
    assert await store.grants(THEIRS) == (on_all,)


async def test_another_guild_neither_sees_nor_changes_anything(store: ServerStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    granted = Grant(MODERATORS, AccessLevel.VIEWER, island.id)
    await store.grant(OURS, granted, entry_of)

    assert await store.servers(THEIRS) == ()
    assert await store.grants(THEIRS) == ()
    assert await store.sealed_password(replace(island, guild=THEIRS)) is None
    assert not await store.replace_password(THEIRS, island.id, "stolen", ENTRY)
    assert not await store.revoke(THEIRS, MODERATORS, island.id, entry_of)
    assert not await store.remove(THEIRS, island.id, ENTRY)
    assert not await store.grant(THEIRS, Grant(MODERATORS, AccessLevel.OWNER, island.id), entry_of)

    assert await store.servers(OURS) == (island,)
    assert await store.grants(OURS) == (granted,)
    assert await store.sealed_password(island) == f"sealed for {island.id}"


async def test_a_password_is_replaced(store: ServerStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)

    assert await store.replace_password(OURS, island.id, "anew", ENTRY)
    assert await store.sealed_password(island) == "anew"
    assert not await store.replace_password(OURS, GameServerId(island.id + 1), "anew", ENTRY)


async def test_the_passwords_of_all_guilds_are_listed_for_the_operator(
    store: ServerStore, keep_database: Database
) -> None:
    passwords: SealedPasswords = SqlSealedPasswords(keep_database)
    our_server = await store.add(new("Island"), sealed, ENTRY)
    their_server = await store.add(new("Center", THEIRS), sealed, ENTRY)

    first, second = await passwords.after(GameServerId(0), 5)

    assert (first.guild, first.server, first.name) == (OURS, our_server.id, "Island")
    assert (second.guild, second.server, second.name) == (THEIRS, their_server.id, "Center")
    assert await passwords.after(our_server.id, 1) == (second,)
    assert await passwords.replace(first, "anew", ENTRY)
    assert not await passwords.replace(first, "too late", ENTRY)
    assert await store.sealed_password(our_server) == "anew"
