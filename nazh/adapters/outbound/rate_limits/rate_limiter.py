"""FixedWindowRateLimiter: players and servers are let through, so many in a while."""

from __future__ import annotations

from limits import RateLimitItem, parse
from limits.aio.storage import Storage

from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import GuildId, UserId


class FixedWindowRateLimiter:
    """Counts in fixed windows, which begin with the first turn.

    A limit is written ``30 per 10 seconds``; ``None`` is no limit.

    Fixed windows are the cheapest, and the only ones that can say exactly when to go on. At their
    seam somebody may take twice the limit at once, which does no harm here.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        per_user: str | None,
        per_guild: str | None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._per_user = None if per_user is None else parse(per_user)
        self._per_guild = None if per_guild is None else parse(per_guild)

    async def acquire(
        self, player: UserId, server: GuildId | None
    ) -> tuple[float | None, float | None]:
        """Count a turn of ``player``, then one on ``server``; return how long each has to wait."""
        wait = await self._acquire(self._per_user, f"player/{player}")
        if wait is not None or server is None:
            return wait, None
        return None, await self._acquire(self._per_guild, f"server/{server}")

    async def _acquire(self, limit: RateLimitItem | None, who: str) -> float | None:
        # As the library's strategy does it, which makes a key of six parts first, at each turn.
        if limit is None or await self._storage.incr(who, limit.get_expiry()) <= limit.amount:
            return None
        return max(0.0, await self._storage.get_expiry(who) - self._clock.now().timestamp())
