"""Tests the contract of the store of contacts, which merges what processes record."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.contacts import SqlContactStore
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.application.keep.servers.ports import ContactStore
from nazh.domain.keep.contacts import Contact
from nazh.domain.keep.servers import GameServerId, NewServer
from nazh.domain.kernel.identity import GuildId
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock

NOW, MINUTE = FrozenClock().now(), timedelta(minutes=1)
OURS, THEIRS = GuildId(2**62), GuildId(2)


@pytest.fixture
def contacts(keep_database: Database) -> ContactStore:
    return SqlContactStore(keep_database)


async def added(keep_database: Database, name: str = "Island") -> GameServerId:
    new = NewServer(OURS, name, "ark_asa", "a.example", 27_020, NOW)
    return (await SqlServerStore(keep_database).add(new, str, ENTRY)).id


async def test_attempts_are_put_together(keep_database: Database, contacts: ContactStore) -> None:
    island = await added(keep_database)

    first = await contacts.note(OURS, island, is_answering=True, at=NOW)
    await contacts.note(OURS, island, is_answering=True, at=NOW + MINUTE)
    await contacts.note(OURS, island, is_answering=False, at=NOW + 2 * MINUTE)
    last = await contacts.note(OURS, island, is_answering=False, at=NOW + 3 * MINUTE)

    assert first == Contact(True, NOW, NOW)
    assert last == Contact(False, NOW + 2 * MINUTE, NOW + MINUTE)
    assert await contacts.of_guild(OURS) == {island: last}
    assert await contacts.of_guild(THEIRS) == {}


async def test_a_server_that_never_answered_has_no_answer(
    keep_database: Database, contacts: ContactStore
) -> None:
    island, center = await added(keep_database), await added(keep_database, "Center")

    await contacts.note(OURS, island, is_answering=False, at=NOW)

    assert await contacts.of_guild(OURS) == {island: Contact(False, NOW, None)}
    assert center not in await contacts.of_guild(OURS)


async def test_the_contacts_of_servers_are_apart(
    keep_database: Database, contacts: ContactStore
) -> None:
    island, center = await added(keep_database), await added(keep_database, "Center")

    for minutes in range(2):
        for server, is_answering in ((island, True), (center, False)):
            at = NOW + minutes * MINUTE
            await contacts.note(OURS, server, is_answering=is_answering, at=at)

    assert await contacts.of_guild(OURS) == {
        island: Contact(True, NOW, NOW + MINUTE),
        center: Contact(False, NOW, None),
    }


async def test_concurrent_first_attempts_are_all_recorded(
    keep_database: Database, contacts: ContactStore
) -> None:
    island = await added(keep_database)

    await asyncio.gather(
        *(contacts.note(OURS, island, is_answering=True, at=NOW + n * MINUTE) for n in range(8))
    )

    contact = (await contacts.of_guild(OURS))[island]
    assert contact.answered_at == NOW + 7 * MINUTE


async def test_a_server_of_nobody_or_of_another_guild_is_not_noted(
    keep_database: Database, contacts: ContactStore
) -> None:
    island = await added(keep_database)

    assert await contacts.note(THEIRS, island, is_answering=True, at=NOW) is None
    assert await contacts.note(OURS, GameServerId(99), is_answering=True, at=NOW) is None

    assert await contacts.of_guild(OURS) == await contacts.of_guild(THEIRS) == {}


@pytest.mark.parametrize("is_guild_forgotten", [False, True])
async def test_a_contact_is_deleted_with_its_server_or_guild(
    keep_database: Database, contacts: ContactStore, is_guild_forgotten: bool
) -> None:
    island = await added(keep_database)
    await contacts.note(OURS, island, is_answering=True, at=NOW)

    if is_guild_forgotten:
        await SqlKeepRecords(keep_database).forget_guild(OURS)
    else:
        await SqlServerStore(keep_database).remove(OURS, island, ENTRY)

    assert await contacts.of_guild(OURS) == {}
