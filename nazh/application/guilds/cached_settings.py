"""CachedSettings: caches guild settings, which every roll asks for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from nazh.application.guilds.ports import GuildSettingsStore
from nazh.application.shared.keyed_lock import KeyedLock
from nazh.application.shared.ports import Clock
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import GuildId

TTL: Final = timedelta(seconds=5)
"""How long an entry is used; another process may have changed the settings since."""
MAX_ENTRIES: Final = 10_000
"""Servers, the least lately read of which are forgotten first; they take about 5 MB."""
_ZERO: Final = timedelta()


class CachedSettings:
    """Satisfies ``SettingsOf`` for one event loop. Use cases that change settings update it."""

    __slots__ = ("_cache", "_clock", "_lock", "_store")

    def __init__(self, store: GuildSettingsStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._cache: dict[GuildId, tuple[datetime, GuildSettings]] = {}
        self._lock = KeyedLock()

    async def __call__(self, guild: GuildId | None) -> GuildSettings:
        """Return the settings of ``server``."""
        if guild is None:
            return DEFAULT_SETTINGS
        cached = self._cached(guild)
        return await self._read(guild) if cached is None else cached

    def update(self, guild: GuildId, settings: GuildSettings) -> None:
        """Cache what has just been stored."""
        self._cache.pop(guild, None)
        self._cache[guild] = self._clock.now(), settings
        if len(self._cache) > MAX_ENTRIES:
            del self._cache[next(iter(self._cache))]

    def _cached(self, guild: GuildId) -> GuildSettings | None:
        cached = self._cache.get(guild)
        # A clock that was set back must not make anything fresh for ever.
        if cached is None or not _ZERO <= self._clock.now() - cached[0] < TTL:
            return None
        return cached[1]

    async def _read(self, guild: GuildId) -> GuildSettings:
        key = str(guild)
        # Of many who ask at once, one reads.
        await self._lock.acquire(key)
        try:
            cached = self._cached(guild)
            if cached is None:
                found = await self._store.read(guild)
                # What was learnt meanwhile may be newer than what was read.
                cached = self._cached(guild)
                if cached is None:
                    cached = found
                    self.update(guild, cached)
            return cached
        finally:
            self._lock.release(key)
