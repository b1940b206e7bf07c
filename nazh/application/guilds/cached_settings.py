"""Caches guild settings, because every roll needs them."""

from __future__ import annotations

from typing import Final

from nazh.application.guilds.ports import GuildSettingsStore
from nazh.application.shared.ports import Clock
from nazh.application.shared.ttl_cache import TtlCache
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import GuildId

MAX_ENTRIES: Final = 10_000
"""The most cached guilds; together they take about 5 MB."""


class CachedSettings:
    """Satisfies ``SettingsOf`` for one event loop."""

    __slots__ = ("_cache",)

    def __init__(self, store: GuildSettingsStore, clock: Clock) -> None:
        self._cache = TtlCache(store.read, clock, MAX_ENTRIES)

    async def __call__(self, guild: GuildId | None) -> GuildSettings:
        """Return the settings of ``guild``."""
        return DEFAULT_SETTINGS if guild is None else await self._cache.get(guild)

    def forget(self, guild: GuildId) -> None:
        """Drop the cached settings of ``guild``, because they were changed."""
        self._cache.forget(lambda key: key == guild)
