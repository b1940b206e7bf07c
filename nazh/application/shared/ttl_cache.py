"""Caches values that another process may change; concurrent misses of a key load it once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from nazh.application.shared.keyed_lock import KeyedLock
from nazh.application.shared.ports import Clock

TTL: Final = timedelta(seconds=5)
"""How long an entry is used; another process may change the value in the meantime."""
_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class TtlCache(Generic[_Key, _Value]):
    """Returns what ``load`` returned for a key within ``TTL``. For one event loop.

    Beyond ``max_entries``, the entry loaded first is evicted. A load that raises is not cached.
    """

    __slots__ = ("_clock", "_entries", "_forgotten", "_load", "_lock", "_max_entries")

    def __init__(
        self, load: Callable[[_Key], Awaitable[_Value]], clock: Clock, max_entries: int
    ) -> None:
        self._load = load
        self._clock = clock
        self._max_entries = max_entries
        self._entries: dict[_Key, tuple[datetime, datetime, _Value]] = {}
        self._forgotten = 0
        self._lock = KeyedLock()

    async def get(self, key: _Key) -> _Value:
        """Return the value of ``key``, loading it if needed. Raises what ``load`` raises."""
        entry = self._entries.get(key)
        # The lower bound keeps entries from staying fresh forever after the clock was set back.
        if entry is not None and entry[0] <= self._clock.now() < entry[1]:
            return entry[2]
        await self._lock.acquire(key)
        try:
            entry = self._entries.get(key)
            if entry is not None and entry[0] <= self._clock.now() < entry[1]:
                return entry[2]
            forgotten = self._forgotten
            value = await self._load(key)
            if forgotten == self._forgotten:  # otherwise the value may predate the change
                self._put(key, value)
            return value
        finally:
            self._lock.release(key)

    def forget(self, is_changed: Callable[[_Key], bool]) -> None:
        """Evict the entries of changed keys, and do not cache values being loaded now."""
        self._forgotten += 1
        for key in [key for key in self._entries if is_changed(key)]:
            del self._entries[key]

    def _put(self, key: _Key, value: _Value) -> None:
        self._entries.pop(key, None)
        now = self._clock.now()
        self._entries[key] = now, now + TTL, value
        if len(self._entries) > self._max_entries:
            del self._entries[next(iter(self._entries))]
