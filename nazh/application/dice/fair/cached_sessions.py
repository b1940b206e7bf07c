"""Caches which guilds have an open fair session, because every roll needs to know."""

from __future__ import annotations

from nazh.application.dice.ports import FairSessionStore
from nazh.application.shared.ports import Clock
from nazh.application.shared.ttl_cache import TtlCache
from nazh.domain.kernel.identity import GuildId


class CachedSessions:
    """Satisfies ``OpenSessionOf`` for one event loop.

    All guilds with an open session are read together: there are few of them, and rolls in other
    guilds must not cause a read each.
    """

    __slots__ = ("_cache", "_store")

    def __init__(self, store: FairSessionStore, clock: Clock) -> None:
        self._store = store
        self._cache = TtlCache(self._read, clock, max_entries=1)

    async def __call__(self, guild: GuildId) -> bool:
        """Whether a session is open in ``guild``."""
        return guild in await self._cache.get(None)

    def forget(self) -> None:
        """Invalidate the cache after a session was opened or closed."""
        self._cache.forget(lambda _: True)

    async def _read(self, _all: None) -> frozenset[GuildId]:
        return await self._store.open_guilds()
