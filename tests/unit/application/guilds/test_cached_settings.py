"""Tests which guild settings are read again."""

from __future__ import annotations

from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.guilds.cached_settings import CachedSettings
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE, GuildSettings
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock

KEEP, INN = GuildId(7), GuildId(8)
GERMAN = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")


class CountedGuilds(MemoryGuildStore):
    """Counts how often it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0

    async def read(self, guild: GuildId) -> GuildSettings:
        self.reads += 1
        return await super().read(guild)


async def test_direct_messages_have_the_defaults_and_cause_no_read() -> None:
    store = CountedGuilds()

    assert await CachedSettings(store, FrozenClock())(None) == DEFAULT_SETTINGS
    assert store.reads == 0


async def test_a_change_in_this_process_is_seen_immediately_and_only_its_guild_is_reloaded() -> (
    None
):
    store = CountedGuilds()
    cached = CachedSettings(store, FrozenClock())
    for guild in (KEEP, INN):
        await cached(guild)
    store.settings_of[KEEP] = GERMAN

    cached.forget(KEEP)

    assert [await cached(guild) for guild in (KEEP, INN)] == [GERMAN, DEFAULT_SETTINGS]
    assert store.reads == 3
