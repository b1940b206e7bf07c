"""What every place of server settings promises (nazh.application.dice.ports)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.adapters.outbound.sql.dice.servers import SqlServers
from nazh.application.dice.ports import ServerBook, ServerRegister
from nazh.application.dice.ports.servers import Span
from nazh.domain.dice import COSMERE
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.server_settings import (
    UNCHANGED,
    Layout,
    ServerSettings,
    Setting,
    SettingChange,
)
from nazh.domain.kernel.identity import ChannelId, PlayerId, RoleId, ServerId
from tests import databases

NOW = datetime(2026, 3, 1, 20, 0, 0, 123_456, tzinfo=UTC)
KEEP, INN, FORT = ServerId(2**62), ServerId(2), ServerId(3)
ALICE = PlayerId(2**62 + 1)
GERMAN = UNCHANGED.with_word(Setting.LANGUAGE, "de")
EVERYTHING = ServerSettings(COSMERE, "de", RoleId(2**62), ChannelId(7), 30, Layout.COMPACT)


@dataclass(frozen=True, slots=True)
class Servers:
    """The two ports; here they may well be one thing."""

    book: ServerBook
    register: ServerRegister


@asynccontextmanager
async def in_memory(folder: Path) -> AsyncIterator[Servers]:
    memory = MemoryServers()
    yield Servers(memory, memory)


@asynccontextmanager
async def in_sqlite(folder: Path) -> AsyncIterator[Servers]:
    async with databases.sqlite(folder) as address, databases.opened(address) as database:
        servers = SqlServers(database)
        yield Servers(servers, servers)


@asynccontextmanager
async def in_postgresql(folder: Path) -> AsyncIterator[Servers]:
    async with databases.postgresql(folder) as address, databases.opened(address) as database:
        servers = SqlServers(database)
        yield Servers(servers, servers)


@pytest_asyncio.fixture(params=[in_memory, in_sqlite, in_postgresql])
async def servers(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Servers]:
    async with request.param(tmp_path) as opened:
        yield opened


def change(
    after: str | None = "de", before: str | None = None, setting: Setting = Setting.LANGUAGE
) -> SettingChange:
    return SettingChange(NOW, ALICE, setting, before, after)


async def test_who_has_chosen_nothing_has_no_settings_and_no_changes(servers: Servers) -> None:
    assert await servers.book.read(KEEP) == UNCHANGED
    assert await servers.book.changes(KEEP) == ()
    assert await servers.register.left() == {}
    assert await servers.register.days() == {}


async def test_what_was_chosen_is_there_as_it_was(servers: Servers) -> None:
    assert await servers.book.replace(KEEP, UNCHANGED, EVERYTHING, change())

    assert await servers.book.read(KEEP) == EVERYTHING
    assert await servers.book.read(INN) == UNCHANGED
    assert await servers.register.days() == {KEEP: 30}


async def test_changes_are_told_the_latest_first(servers: Servers) -> None:
    await servers.book.replace(KEEP, UNCHANGED, GERMAN, change("de"))
    await servers.book.replace(KEEP, GERMAN, UNCHANGED, change(None, "de"))
    await servers.book.replace(INN, UNCHANGED, GERMAN, change("de"))

    assert await servers.book.changes(KEEP) == (change(None, "de"), change("de"))


async def test_only_so_many_changes_are_remembered(servers: Servers) -> None:
    now, then = UNCHANGED, UNCHANGED
    for day in range(1, Limits.CHANGES_OF_SERVER + 4):
        then, now = now, now.with_word(Setting.DAYS, str(day))
        assert await servers.book.replace(KEEP, then, now, change(str(day), None, Setting.DAYS))

    days = [int(one.after or 0) for one in await servers.book.changes(KEEP)]
    assert days == list(range(Limits.CHANGES_OF_SERVER + 3, 3, -1))


async def test_only_what_is_there_can_be_replaced(servers: Servers) -> None:
    assert not await servers.book.replace(KEEP, GERMAN, EVERYTHING, change())
    await servers.book.replace(KEEP, UNCHANGED, GERMAN, change())

    assert not await servers.book.replace(KEEP, UNCHANGED, EVERYTHING, change())

    assert await servers.book.read(KEEP) == GERMAN
    assert len(await servers.book.changes(KEEP)) == 1


async def test_of_changes_at_the_same_time_one_is_done(servers: Servers) -> None:
    done = await asyncio.gather(
        *(servers.book.replace(KEEP, UNCHANGED, GERMAN, change()) for _ in range(3))
    )

    assert sorted(done) == [False, False, True]
    assert len(await servers.book.changes(KEEP)) == 1


async def test_a_server_is_left_once_and_it_may_be_come_back_to(servers: Servers) -> None:
    later = NOW + timedelta(days=1)
    assert await servers.register.note([KEEP, INN], NOW) == (0, 0)

    assert await servers.register.note([INN, FORT], NOW) == (1, 0)
    assert await servers.register.note([INN, FORT], later) == (0, 0)
    assert await servers.register.left() == {KEEP: NOW}
    assert await servers.register.note([KEEP, INN], later) == (1, 1)

    assert await servers.register.left() == {FORT: later}


async def test_servers_can_be_noted_a_few_at_a_time(servers: Servers) -> None:
    first, second, third, fourth = (ServerId(2**62 + number) for number in range(4))
    spans = Span(ServerId(0), second), Span(second)
    await servers.register.note([first, second, third, fourth], NOW)

    assert await servers.register.note([second], NOW, spans[0]) == (1, 0)
    assert await servers.register.left() == {first: NOW}
    assert await servers.register.note([third], NOW, spans[1]) == (1, 0)
    assert await servers.register.left() == {first: NOW, fourth: NOW}
    assert await servers.register.note([first, second], NOW, spans[0]) == (0, 1)

    assert await servers.register.left() == {fourth: NOW}


async def test_a_server_that_has_chosen_something_can_be_left(servers: Servers) -> None:
    await servers.book.replace(KEEP, UNCHANGED, GERMAN, change())

    assert await servers.register.note([], NOW) == (1, 0)

    assert await servers.register.left() == {KEEP: NOW}
    assert await servers.book.read(KEEP) == GERMAN


async def test_a_server_that_was_noted_may_choose(servers: Servers) -> None:
    await servers.register.note([KEEP], NOW)

    assert await servers.book.replace(KEEP, UNCHANGED, GERMAN, change())

    assert await servers.book.read(KEEP) == GERMAN
