"""Tests the contract of ``BridgeStore``: lines are posted in order, once, not after a pause."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.adapters.outbound.sql.keep.tables import BRIDGES
from nazh.application.keep.bridges.ports import BridgeStore
from nazh.application.keep.servers.ports import ServerStore
from nazh.domain.keep.bridges import MAX_WAITING, Bridge, StopReason, WaitingLines
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.servers import GameServerId
from tests.audit_entries import ENTRY, entry_of
from tests.contract.keep_examples import (
    CHANNEL,
    NOW,
    OTHER_CHANNEL,
    OURS,
    THEIRS,
    chat_line,
    new,
    sealed,
)


@pytest.fixture
def store(keep_database: Database) -> ServerStore:
    return SqlServerStore(keep_database)


@pytest.fixture
def bridges(keep_database: Database) -> BridgeStore:
    return SqlBridgeStore(keep_database)


async def test_lines_wait_in_order_until_they_are_posted(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1), GameLine(LineKind.JOINED, "River")])
    await bridges.add(island, [chat_line(2)])

    first = await bridges.waiting(island.id)

    assert [line.line for line in first.lines] == [
        chat_line(1),
        GameLine(LineKind.JOINED, "River"),
        chat_line(2),
    ]
    assert not first.is_begun
    await bridges.begin_post(island.id, first.lines[1].number)
    await bridges.add(island, [chat_line(3)])
    again = await bridges.waiting(island.id)
    assert (again.lines, again.is_begun) == (first.lines[:2], True)
    await bridges.end_post(island.id, first.lines[1].number)
    rest = await bridges.waiting(island.id)
    assert ([line.line for line in rest.lines], rest.is_begun) == (
        [chat_line(2), chat_line(3)],
        False,
    )


async def test_of_too_many_waiting_lines_the_oldest_are_dropped(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    center = await store.add(new("Center"), sealed, ENTRY)
    for server, channel in ((center, OTHER_CHANNEL), (island, CHANNEL)):
        await bridges.link(OURS, server.id, channel, entry_of)
    await bridges.add(center, [chat_line(0)])
    await bridges.add(island, [chat_line(number) for number in range(MAX_WAITING - 1)])
    await bridges.add(
        island, [chat_line(number) for number in range(MAX_WAITING - 1, 2 + MAX_WAITING)]
    )

    lines = [line.line for line in (await bridges.waiting(island.id)).lines]

    assert lines == [chat_line(number) for number in range(2, 2 + MAX_WAITING)]
    assert len((await bridges.waiting(center.id)).lines) == 1


async def test_an_unfinished_post_whose_lines_were_dropped_does_not_delay_others(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    center = await store.add(new("Center"), sealed, ENTRY)
    for server, channel in ((center, OTHER_CHANNEL), (island, CHANNEL)):
        await bridges.link(OURS, server.id, channel, entry_of)
        await bridges.add(server, [chat_line(0)])
        (first,) = (await bridges.waiting(server.id)).lines
        await bridges.begin_post(server.id, first.number)

    await bridges.add(island, [chat_line(number) for number in range(MAX_WAITING)])

    waiting = await bridges.waiting(island.id)
    assert (len(waiting.lines), waiting.is_begun) == (MAX_WAITING, False)
    assert (await bridges.waiting(center.id)).is_begun


async def test_an_unfinished_post_continues_after_some_of_its_lines_were_dropped(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1), chat_line(2)])
    (_, last) = (await bridges.waiting(island.id)).lines
    await bridges.begin_post(island.id, last.number)

    await bridges.add(island, [chat_line(3)] * (MAX_WAITING - 1))

    waiting = await bridges.waiting(island.id)
    assert (waiting.lines, waiting.is_begun) == ((last,), True)


async def test_a_bridge_is_linked_stopped_and_linked_again(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1)])
    assert await bridges.running() == (Bridge(island, CHANNEL),)

    await bridges.stop(island.id, StopReason.NO_CHANNEL)

    assert await bridges.running() == ()
    assert await bridges.of_guild(OURS) == (Bridge(island, CHANNEL, 1, StopReason.NO_CHANNEL),)
    await bridges.link(OURS, island.id, OTHER_CHANNEL, entry_of)
    assert await bridges.running() == (Bridge(island, OTHER_CHANNEL),)
    assert await bridges.unlink(OURS, island.id, entry_of)
    assert not await bridges.unlink(OURS, island.id, entry_of)
    assert (await bridges.waiting(island.id)).lines == ()


async def test_waiting_lines_are_posted_only_to_the_channel_they_were_said_for(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1)])
    (line,) = (await bridges.waiting(island.id)).lines
    await bridges.begin_post(island.id, line.number)

    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    same = await bridges.waiting(island.id)
    await bridges.link(OURS, island.id, OTHER_CHANNEL, entry_of)
    await bridges.begin_post(island.id, line.number)
    await bridges.add(island, [chat_line(2)])

    assert same == WaitingLines((line,), CHANNEL, is_begun=True)
    other = await bridges.waiting(island.id)
    assert [line.line for line in other.lines] == [chat_line(2)]
    assert (other.channel, other.is_begun) == (OTHER_CHANNEL, False)


async def test_another_guild_neither_sees_nor_changes_a_bridge(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1)])

    await bridges.link(THEIRS, island.id, OTHER_CHANNEL, entry_of)
    assert not await bridges.unlink(THEIRS, island.id, entry_of)

    assert await bridges.of_guild(THEIRS) == ()
    assert await bridges.of_guild(OURS) == (Bridge(island, CHANNEL, 1),)


async def test_a_server_that_the_guild_does_not_have_gets_no_bridge(
    store: ServerStore, bridges: BridgeStore, keep_database: Database
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    for guild, server in ((THEIRS, island.id), (OURS, GameServerId(island.id + 1))):
        assert not await bridges.link(guild, server, CHANNEL, entry_of)

    assert await keep_database.read(lambda on: on.execute(select(BRIDGES)).all()) == []


async def test_a_bridge_can_be_one_way(store: ServerStore, bridges: BridgeStore) -> None:
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
    for server in (island, center):
        await bridges.link(OURS, server.id, CHANNEL, entry_of)
        await bridges.add(server, [chat_line(1), chat_line(2)])
    (first, _) = (await bridges.waiting(island.id)).lines
    await bridges.begin_post(island.id, first.number)

    assert await bridges.pause(OURS, island.id, NOW, ENTRY)
    await bridges.end_post(island.id, first.number)
    await bridges.add(island, [chat_line(3)])
    assert await bridges.pause(OURS, island.id, NOW + timedelta(hours=1), ENTRY)

    assert await bridges.of_guild(OURS) == (
        Bridge(center, CHANNEL, 2),
        Bridge(island, CHANNEL, paused_at=NOW),
    )
    assert Bridge(island, CHANNEL, paused_at=NOW) in await bridges.running()
    assert await bridges.resume(OURS, island.id, ENTRY)
    assert await bridges.resume(OURS, island.id, ENTRY)
    await bridges.add(island, [chat_line(4)])
    assert [line.line for line in (await bridges.waiting(island.id)).lines] == [chat_line(4)]
    assert Bridge(island, CHANNEL) in await bridges.running()


async def test_a_post_that_is_begun_too_late_does_not_hold_up_the_lines_after_a_pause(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1)])
    (line,) = (await bridges.waiting(island.id)).lines
    await bridges.pause(OURS, island.id, NOW, ENTRY)
    await bridges.resume(OURS, island.id, ENTRY)

    await bridges.begin_post(island.id, line.number)
    await bridges.add(island, [chat_line(2)])

    waiting = await bridges.waiting(island.id)
    assert ([bridged_line.line for bridged_line in waiting.lines], waiting.is_begun) == (
        [chat_line(2)],
        False,
    )


async def test_a_post_that_was_begun_before_a_pause_does_not_hold_up_the_lines_after_it(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1)])
    (line,) = (await bridges.waiting(island.id)).lines
    await bridges.begin_post(island.id, line.number)

    await bridges.pause(OURS, island.id, NOW, ENTRY)
    await bridges.resume(OURS, island.id, ENTRY)
    await bridges.add(island, [chat_line(2)])

    assert [line.line for line in (await bridges.waiting(island.id)).lines] == [chat_line(2)]


async def test_a_post_that_stopped_the_bridge_is_begun_anew(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1)])
    (line,) = (await bridges.waiting(island.id)).lines
    await bridges.begin_post(island.id, line.number)

    await bridges.stop(island.id, StopReason.NO_CHANNEL)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)

    assert await bridges.waiting(island.id) == WaitingLines((line,), CHANNEL, is_begun=False)


async def test_lines_that_come_after_the_bridge_was_removed_are_dropped(
    store: ServerStore, bridges: BridgeStore
) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.unlink(OURS, island.id, entry_of)

    await bridges.add(island, [chat_line(1)])

    assert (await bridges.waiting(island.id)).lines == ()


async def test_only_a_bridge_of_the_guild_is_paused_and_linking_it_again_resumes_it(
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


async def test_a_removed_server_leaves_no_bridge(store: ServerStore, bridges: BridgeStore) -> None:
    island = await store.add(new("Island"), sealed, ENTRY)
    await bridges.link(OURS, island.id, CHANNEL, entry_of)
    await bridges.add(island, [chat_line(1)])

    await store.remove(OURS, island.id, ENTRY)

    assert await bridges.running() == ()
    assert (await bridges.waiting(island.id)).lines == ()
