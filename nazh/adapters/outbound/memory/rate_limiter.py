"""Rate-limits users and guilds with counters in memory, bounded, without timers and threads."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from nazh.application.shared.ports import Clock
from nazh.application.shared.rate_limits import NO_WAIT, RateLimit, Waits
from nazh.domain.kernel.identity import GuildId, UserId

MAX_WINDOWS: Final = 20_000
"""Each takes about 600 bytes. More users in one window could not be served anyway."""


class MemoryRateLimiter:
    """Satisfies ``RateLimiter`` for one event loop. ``None`` means no limit."""

    def __init__(
        self,
        clock: Clock,
        per_user: RateLimit | None,
        per_guild: RateLimit | None,
        max_windows: int = MAX_WINDOWS,
    ) -> None:
        self._clock = clock
        self._per_user = per_user
        self._per_guild = per_guild
        self._max_windows = max_windows
        # The interactions that were admitted in each window, and its end in seconds since the
        # epoch; the oldest first.
        self._windows: OrderedDict[tuple[str, int], tuple[set[int], float]] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of windows, including those that have ended."""
        return len(self._windows)

    async def acquire(self, interaction: int, user: UserId, guild: GuildId | None) -> Waits:
        """Take a token of the user, then one of the guild; return how long each has to wait."""
        wait = self._take(self._per_user, ("user", user), interaction)
        if wait is not None:
            return wait, None
        if guild is None:
            return NO_WAIT
        return None, self._take(self._per_guild, ("guild", guild), interaction)

    def _take(
        self, limit: RateLimit | None, key: tuple[str, int], interaction: int
    ) -> float | None:
        if limit is None:
            return None
        now = self._clock.now().timestamp()
        window = self._windows.get(key)
        # If the clock is set back, no window may become longer.
        if window is None or not now < window[1] <= now + limit.seconds:
            self._windows.pop(key, None)
            window = self._windows[key] = set(), now + limit.seconds
        self._forget(now)
        admitted, ends = window
        if interaction not in admitted and len(admitted) >= limit.requests:
            return ends - now
        admitted.add(interaction)
        return None

    def _forget(self, now: float) -> None:
        """Delete the two oldest windows, if they have ended or are too many.

        Each token adds one window at most, so old windows disappear faster than new ones appear,
        and no caller waits while thousands are deleted.
        """
        for _ in range(2):
            oldest = next(iter(self._windows))
            if self._windows[oldest][1] > now and len(self._windows) <= self._max_windows:
                return
            del self._windows[oldest]
