"""Limits the rate of background messages, so that they do not delay responses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from typing import Final

PER_SECOND: Final = 30
"""Messages per second of the whole bot; Discord allows 50 requests."""
CHANNEL_PAUSE: Final = 1.0
"""Seconds between two messages in one channel."""
_SWEPT_AFTER: Final = 1_000


class SendBudget:
    """Paces messages in the order of requests, at most one per second in each channel.

    For one event loop.
    """

    def __init__(
        self,
        per_second: float = PER_SECOND,
        channel_pause: float = CHANNEL_PAUSE,
        now: Callable[[], float] | None = None,
    ) -> None:
        self._interval = 1 / per_second
        self._channel_pause = channel_pause
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self._next_turn = 0.0
        self._next_of: dict[Hashable, float] = {}

    async def wait(self, channel: Hashable) -> None:
        """Wait until a message may be sent to the channel."""
        of_channel = max(self._now(), self._next_of.get(channel, 0.0))
        self._next_of[channel] = of_channel + self._channel_pause
        self._sweep()
        await self._sleep_until(of_channel)
        turn = max(self._now(), self._next_turn)
        self._next_turn = turn + self._interval
        await self._sleep_until(turn)

    async def _sleep_until(self, instant: float) -> None:
        pause = instant - self._now()
        if pause > 0:
            await asyncio.sleep(pause)

    def _sweep(self) -> None:
        if len(self._next_of) > _SWEPT_AFTER:
            now = self._now()
            self._next_of = {
                recipient: turn for recipient, turn in self._next_of.items() if turn > now
            }
