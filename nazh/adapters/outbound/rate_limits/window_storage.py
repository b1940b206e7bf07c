"""MemoryWindowStorage: the counters of rate limits in memory, bounded, without timers and threads.

The library's own memory looks through all counters at each hit, which costs 90 µs with 3,000
players about; this one looks at two.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from limits.aio.storage import Storage

from nazh.application.shared.ports import Clock

MAX_WINDOWS: Final = 20_000
"""Each takes about 400 bytes. More players than that in one window cannot be served anyway."""


class MemoryWindowStorage(Storage):
    """Counts by key, each from its first hit until its window has ended. For one event loop."""

    STORAGE_SCHEME = None

    def __init__(self, clock: Clock, limit: int = MAX_WINDOWS) -> None:
        super().__init__()
        self._clock = clock
        self._limit = limit
        # The count and the end of each window, in seconds since the epoch; the oldest first.
        self._windows: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many windows are kept, ended ones too."""
        return len(self._windows)

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """What may go wrong here: nothing."""
        return ()

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count ``amount`` more in the window of ``key``, which lasts ``expiry`` seconds."""
        now = self._now()
        count, ends = self._windows.get(key, (0, now))
        # When the clock is set back, no window may last longer for it.
        if not now < ends <= now + expiry:
            self._windows.pop(key, None)
            count, ends = 0, now + expiry
        self._windows[key] = count + amount, ends
        self._forget(now)
        return count + amount

    async def get(self, key: str) -> int:
        """Return the count in the present window of ``key``."""
        count, ends = self._windows.get(key, (0, 0.0))
        return count if self._now() < ends else 0

    async def get_expiry(self, key: str) -> float:
        """Return when the window of ``key`` ends or has ended, in seconds since the epoch."""
        return self._windows.get(key, (0, self._now()))[1]

    async def check(self) -> bool:
        """Return whether it can be used: always."""
        return True

    async def reset(self) -> int:
        """Forget everything; return how many windows there were."""
        count = len(self._windows)
        self._windows.clear()
        return count

    async def clear(self, key: str) -> None:
        """Forget the window of ``key``."""
        self._windows.pop(key, None)

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _forget(self, now: float) -> None:
        """Forget the two oldest windows, if they have ended or are too many.

        A hit brings one window at most, so what has ended goes faster than it comes, and nobody
        waits while thousands are cleared away.
        """
        for _ in range(2):
            oldest = next(iter(self._windows))
            if self._windows[oldest][1] > now and len(self._windows) <= self._limit:
                return
            del self._windows[oldest]
