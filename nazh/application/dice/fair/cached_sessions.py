"""CachedSessions: on which servers a fair session is open, asked for by every roll."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from nazh.application.dice.ports import FairSessionStore
from nazh.application.shared.keyed_lock import KeyedLock
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import GuildId

TTL: Final = timedelta(seconds=5)
"""For how long something is believed that another process may have changed."""
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_LOCK_KEY: Final = "open sessions"


class CachedSessions:
    """Answers ``OpenSessionOf``. For one event loop; whoever opens or closes a session tells it.

    All servers are read at once: few have a session open, and a server that has none shall not
    ask for each of its rolls. While it believes what it knows, an answer takes half a µs.
    """

    __slots__ = ("_clock", "_expires_at", "_lock", "_open_guilds", "_read_at", "_store", "_updates")

    def __init__(self, store: FairSessionStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._open_guilds: frozenset[GuildId] = frozenset()
        self._read_at = self._expires_at = _NEVER
        self._updates = 0
        self._lock = KeyedLock()

    async def __call__(self, guild: GuildId) -> bool:
        """Whether a session is open on ``server``."""
        # A clock that was set back must not make anything fresh for ever.
        if not self._read_at <= self._clock.now() < self._expires_at:
            await self._read()
        return guild in self._open_guilds

    def update(self, guild: GuildId, *, is_open: bool) -> None:
        """Believe what has just been put down."""
        self._updates += 1
        self._open_guilds = self._open_guilds | {guild} if is_open else self._open_guilds - {guild}

    async def _read(self) -> None:
        # Of many who ask at once, one reads.
        await self._lock.acquire(_LOCK_KEY)
        try:
            while not self._read_at <= self._clock.now() < self._expires_at:
                updates = self._updates
                found = await self._store.open_guilds()
                # What was read may be older than what was learnt meanwhile.
                if updates == self._updates:
                    self._open_guilds, self._read_at = found, self._clock.now()
                    self._expires_at = self._read_at + TTL
        finally:
            self._lock.release(_LOCK_KEY)
