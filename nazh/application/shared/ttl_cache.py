"""Caches values that another process may change; concurrent misses of a key load it once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from nazh.application.shared.ports import Clock

TTL: Final = timedelta(seconds=5)
"""How long an entry is used by default; another process may change the value in the meantime."""
_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class TtlCache(Generic[_Key, _Value]):
    """Returns what ``load`` returned for a key within ``ttl``. For one event loop.

    Beyond ``max_entries``, the entry loaded first is evicted. A load that raises is not cached.
    """

    __slots__ = ("_clock", "_entries", "_load", "_loading", "_max_entries", "_ttl")

    def __init__(
        self,
        load: Callable[[_Key], Awaitable[_Value]],
        clock: Clock,
        max_entries: int,
        ttl: timedelta = TTL,
    ) -> None:
        self._load = load
        self._clock = clock
        self._max_entries = max_entries
        self._ttl = ttl
        self._entries: dict[_Key, tuple[datetime, datetime, _Value]] = {}
        self._loading: dict[_Key, asyncio.Task[_Value]] = {}

    async def get(self, key: _Key) -> _Value:
        """Return the value of ``key``, loading it if needed. Raises what ``load`` raises."""
        entry = self._entries.get(key)
        # The lower bound keeps entries from staying fresh forever after the clock was set back.
        if entry is not None and entry[0] <= self._clock.now() < entry[1]:
            return entry[2]
        loading = self._loading.get(key)
        if loading is None:
            loading = self._loading[key] = asyncio.create_task(self._load_once(key))
        return await asyncio.shield(loading)

    def forget(self, is_changed: Callable[[_Key], bool]) -> None:
        """Evict the entries of changed keys, and do not use values of them being loaded now."""
        for key in [key for key in (*self._entries, *self._loading) if is_changed(key)]:
            self._entries.pop(key, None)
            self._loading.pop(key, None)

    async def _load_once(self, key: _Key) -> _Value:
        this = asyncio.current_task()
        try:
            value = await self._load(key)
            if self._loading.get(key) is this:  # otherwise the value may predate a change
                self._put(key, value)
            return value
        finally:
            if self._loading.get(key) is this:
                del self._loading[key]

    def _put(self, key: _Key, value: _Value) -> None:
        self._entries.pop(key, None)
        now = self._clock.now()
        self._entries[key] = now, now + self._ttl, value
        if len(self._entries) > self._max_entries:
            del self._entries[next(iter(self._entries))]
