"""What everything that knows the settings of a server promises (nazh.application.dice.ports)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.adapters.outbound.sql.dice.servers import SqlServers
from nazh.application.dice.known_settings import KnownSettings
from nazh.application.dice.ports import ServerBook, SettingsHere
from nazh.domain.dice.server_settings import UNCHANGED, ServerSettings, Setting, SettingChange
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests import databases
from tests.doubles.clock import FrozenClock
from tests.doubles.settings import SettingsInHand

KEEP, INN = ServerId(2**62), ServerId(2)
GERMAN = UNCHANGED.with_word(Setting.LANGUAGE, "de")
SECONDS = 10
"""More than may pass until what another process has changed is seen."""


@dataclass(frozen=True, slots=True)
class Here:
    """Settings that are asked for, where they are kept, and the time that goes by."""

    settings_here: SettingsHere
    book: ServerBook
    clock: FrozenClock

    async def change_elsewhere(self, before: ServerSettings, after: ServerSettings) -> None:
        """Change the settings of the keep as another process does."""
        change = SettingChange(self.clock.now(), PlayerId(1), Setting.LANGUAGE, None, "de")
        assert await self.book.replace(KEEP, before, after, change)


def known(book: ServerBook) -> Here:
    clock = FrozenClock()
    return Here(KnownSettings(book, clock), book, clock)


@asynccontextmanager
async def known_in_memory(folder: Path) -> AsyncIterator[Here]:
    yield known(MemoryServers())


@asynccontextmanager
async def known_in_sqlite(folder: Path) -> AsyncIterator[Here]:
    async with databases.sqlite(folder) as address, databases.opened(address) as database:
        yield known(SqlServers(database))


@asynccontextmanager
async def known_in_postgresql(folder: Path) -> AsyncIterator[Here]:
    async with databases.postgresql(folder) as address, databases.opened(address) as database:
        yield known(SqlServers(database))


@asynccontextmanager
async def in_hand(folder: Path) -> AsyncIterator[Here]:
    yield Here(SettingsInHand(GERMAN), MemoryServers(), FrozenClock())


KEPT = [known_in_memory, known_in_sqlite, known_in_postgresql]


@pytest_asyncio.fixture(params=[*KEPT, in_hand])
async def here(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Here]:
    """The keep has chosen German."""
    async with request.param(tmp_path) as opened:
        await opened.change_elsewhere(UNCHANGED, GERMAN)
        yield opened


@pytest_asyncio.fixture(params=KEPT)
async def shared(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Here]:
    """Nobody has chosen anything yet, and other processes can."""
    async with request.param(tmp_path) as opened:
        yield opened


async def test_what_a_server_has_chosen_is_known(here: Here) -> None:
    assert await here.settings_here(KEEP) == GERMAN
    assert await here.settings_here(KEEP) == GERMAN


async def test_nothing_is_chosen_in_direct_messages(here: Here) -> None:
    assert await here.settings_here(None) == UNCHANGED


async def test_what_one_server_chooses_is_nothing_to_another(shared: Here) -> None:
    await shared.change_elsewhere(UNCHANGED, GERMAN)

    assert await shared.settings_here(INN) == UNCHANGED


async def test_what_another_process_changes_is_seen_within_seconds(shared: Here) -> None:
    before = await shared.settings_here(KEEP)
    await shared.change_elsewhere(UNCHANGED, GERMAN)
    shared.clock.pass_by(SECONDS)

    assert (before, await shared.settings_here(KEEP)) == (UNCHANGED, GERMAN)


async def test_a_store_that_is_away_is_told_of() -> None:
    class Away(MemoryServers):
        async def read(self, server: ServerId) -> ServerSettings:
            raise Unavailable("the database")

    settings_here: SettingsHere = KnownSettings(Away(), FrozenClock())

    with pytest.raises(Unavailable):
        await settings_here(KEEP)
