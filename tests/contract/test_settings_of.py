"""Tests the contract of ``SettingsOf`` (nazh.application.dice.ports)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
from nazh.application.guilds.cached_settings import CachedSettings
from nazh.application.guilds.ports import GuildSettingsStore, SettingsOf
from nazh.domain.guilds.guild_settings import (
    DEFAULT_SETTINGS,
    LANGUAGE,
    GuildSettings,
    SettingChange,
)
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock
from tests.doubles.guild_settings import FixedSettings

KEEP, INN = GuildId(2**62), GuildId(2)
GERMAN = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")
SECONDS = 10
"""More than the time until another process's change is visible."""


@dataclass(frozen=True, slots=True)
class Here:
    """The adapter under test, its guild store, and a clock."""

    settings_of: SettingsOf
    book: GuildSettingsStore
    clock: FrozenClock

    async def change_elsewhere(self, before: GuildSettings, after: GuildSettings) -> None:
        """Change the guild's settings as another process."""
        change = SettingChange(self.clock.now(), UserId(1), LANGUAGE.name, None, "de")
        assert await self.book.replace(KEEP, before, after, change, ENTRY)


@pytest.fixture
def shared(database: Database | None) -> Here:
    """Nobody has chosen anything yet, and other processes can."""
    store = MemoryGuildStore() if database is None else SqlGuildStore(database)
    clock = FrozenClock()
    return Here(CachedSettings(store, clock), store, clock)


@pytest_asyncio.fixture(params=["cached", "fixed"])
async def here(request: pytest.FixtureRequest, shared: Here) -> Here:
    """The keep has chosen German."""
    await shared.change_elsewhere(DEFAULT_SETTINGS, GERMAN)
    return (
        shared if request.param == "cached" else replace(shared, settings_of=FixedSettings(GERMAN))
    )


async def test_a_servers_settings_are_returned(here: Here) -> None:
    assert await here.settings_of(KEEP) == GERMAN
    assert await here.settings_of(KEEP) == GERMAN


async def test_direct_messages_have_default_settings(here: Here) -> None:
    assert await here.settings_of(None) == DEFAULT_SETTINGS


async def test_settings_apply_to_one_server_only(shared: Here) -> None:
    await shared.change_elsewhere(DEFAULT_SETTINGS, GERMAN)

    assert await shared.settings_of(INN) == DEFAULT_SETTINGS


async def test_another_processs_change_is_seen_within_seconds(shared: Here) -> None:
    before = await shared.settings_of(KEEP)
    await shared.change_elsewhere(DEFAULT_SETTINGS, GERMAN)
    shared.clock.advance(SECONDS)

    assert (before, await shared.settings_of(KEEP)) == (DEFAULT_SETTINGS, GERMAN)


async def test_an_unreachable_store_is_reported() -> None:
    class Away(MemoryGuildStore):
        async def read(self, guild: GuildId) -> GuildSettings:
            raise Unavailable("the database")

    settings_of: SettingsOf = CachedSettings(Away(), FrozenClock())

    with pytest.raises(Unavailable):
        await settings_of(KEEP)
