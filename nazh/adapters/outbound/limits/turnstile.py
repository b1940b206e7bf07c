"""LimitsTurnstile: players and servers are let through, so many in a while."""

from __future__ import annotations

from limits import RateLimitItem, parse
from limits.aio.storage import Storage

from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import PlayerId, ServerId


class LimitsTurnstile:
    """Counts in fixed windows, which begin with the first turn.

    A limit is written ``30 per 10 seconds``; ``None`` is no limit.

    Fixed windows are the cheapest, and the only ones that can say exactly when to go on. At their
    seam somebody may take twice the limit at once, which does no harm here.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        per_player: str | None,
        per_server: str | None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._per_player = None if per_player is None else parse(per_player)
        self._per_server = None if per_server is None else parse(per_server)

    async def admit(
        self, player: PlayerId, server: ServerId | None
    ) -> tuple[float | None, float | None]:
        """Count a turn of ``player``, then one on ``server``; return how long each has to wait."""
        wait = await self._admit(self._per_player, f"player/{player}")
        if wait is not None or server is None:
            return wait, None
        return None, await self._admit(self._per_server, f"server/{server}")

    async def _admit(self, limit: RateLimitItem | None, who: str) -> float | None:
        # As the library's strategy does it, which makes a key of six parts first, at each turn.
        if limit is None or await self._storage.incr(who, limit.get_expiry()) <= limit.amount:
            return None
        return max(0.0, await self._storage.get_expiry(who) - self._clock.now().timestamp())
