"""The pulse: twice a second it feels how late the event loop is, and keeps the watchdog quiet.

The watchdog is ``faulthandler``'s own: a thread in C, outside the loop and outside of Python's
lock, so that it bites too when one endless computation lets no Python thread run any more.
"""

from __future__ import annotations

import asyncio
import faulthandler
import logging
from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Final, Protocol

PERIOD: Final = 0.5
STANDARD_ERROR: Final = 2
REMEMBERED: Final = 60.0
"""Seconds for which a delay counts as recent."""
TOLD: Final = 1.0
"""Seconds of delay that a player notices, and so the log has them."""
_LOG: Final = logging.getLogger(__name__)


class LagMeter(Protocol):
    """Keeps how late the loop was."""

    def loop_lagged(self, seconds: float) -> None:
        """Keep one delay. Never raises."""
        ...


class Dog(Protocol):
    """Ends a process that does not feed it."""

    def feed(self) -> None:
        """Be quiet for one more limit."""
        ...

    def leave(self) -> None:
        """Never bite. May be called twice."""
        ...


class Watchdog:
    """Dumps every thread's stack and ends the process with status 1, ``limit`` s after a meal."""

    def __init__(self, limit: float) -> None:
        self._limit = limit

    def feed(self) -> None:
        """Be quiet for ``limit`` more seconds."""
        # By its number: it would flush sys.stderr itself, and wait for a reader who has stopped.
        faulthandler.dump_traceback_later(self._limit, exit=True, file=STANDARD_ERROR)

    def leave(self) -> None:
        """Never bite."""
        faulthandler.cancel_dump_traceback_later()


class Pulse:
    """Beats on the event loop, and calls at each beat those who want to look at something."""

    def __init__(self, dog: Dog, meter: LagMeter, watchers: Iterable[Callable[[], None]]) -> None:
        self._dog = dog
        self._meter = meter
        self._watchers = tuple(watchers)
        self._lags: deque[float] = deque(maxlen=int(REMEMBERED / PERIOD))
        self._beat_at = monotonic()

    @property
    def age(self) -> float:
        """Seconds since the last beat."""
        return monotonic() - self._beat_at

    @property
    def worst_lag(self) -> float:
        """The greatest delay of the last minute, in seconds."""
        return max(self._lags, default=0.0)

    async def beat(self) -> None:
        """Beat until cancelled."""
        try:
            while True:
                self._dog.feed()
                self._beat_at = begun = monotonic()
                await asyncio.sleep(PERIOD)
                lag = max(0.0, monotonic() - begun - PERIOD)
                self._lags.append(lag)
                self._meter.loop_lagged(lag)
                if lag >= TOLD:
                    _LOG.warning("the event loop was %.1f s late: something kept it busy", lag)
                for look in self._watchers:
                    look()
        finally:
            self._dog.leave()
