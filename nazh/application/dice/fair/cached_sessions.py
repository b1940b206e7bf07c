"""Caches in which guilds a fair session is open, which every roll asks for."""

from __future__ import annotations

from nazh.application.dice.ports import FairSessionStore
from nazh.application.shared.ports import Clock
from nazh.application.shared.ttl_cache import TtlCache
from nazh.domain.kernel.identity import GuildId


class CachedSessions:
    """Satisfies ``OpenSessionOf`` for one event loop.

    All guilds are read at once: few have a session open, and rolls in a guild without one must
    not each cause a read.
    """

    __slots__ = ("_cache", "_store")

    def __init__(self, store: FairSessionStore, clock: Clock) -> None:
        self._store = store
        self._cache = TtlCache(self._read, clock, max_entries=1)

    async def __call__(self, guild: GuildId) -> bool:
        """Whether a session is open in ``guild``."""
        return guild in await self._cache.get(None)

    def forget(self) -> None:
        """Read them again; one was opened or closed."""
        self._cache.forget(lambda _: True)

    async def _read(self, _all: None) -> frozenset[GuildId]:
        return await self._store.open_guilds()
