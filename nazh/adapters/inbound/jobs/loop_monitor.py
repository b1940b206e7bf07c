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
LAG_WINDOW: Final = 60.0
"""Seconds for which a delay counts as recent."""
LOGGED_LAG: Final = 1.0
"""Seconds of delay that a player notices, and so the log has them."""
_LOG: Final = logging.getLogger(__name__)


class LagObserver(Protocol):
    """Keeps how late the loop was."""

    def observe_lag(self, seconds: float) -> None:
        """Keep one delay. Never raises."""
        ...


class Watchdog(Protocol):
    """Ends a process that does not feed it."""

    def kick(self) -> None:
        """Be quiet for one more limit."""
        ...

    def disarm(self) -> None:
        """Never bite. May be called twice."""
        ...


class FaulthandlerWatchdog:
    """Dumps every thread's stack and ends the process with status 1, ``limit`` s after a meal."""

    def __init__(self, limit: float) -> None:
        self._limit = limit

    def kick(self) -> None:
        """Be quiet for ``limit`` more seconds."""
        # By its number: it would flush sys.stderr itself, and wait for a reader who has stopped.
        faulthandler.dump_traceback_later(self._limit, exit=True, file=STANDARD_ERROR)

    def disarm(self) -> None:
        """Never bite."""
        faulthandler.cancel_dump_traceback_later()


class LoopMonitor:
    """Beats on the event loop, and calls at each beat those who want to look at something."""

    def __init__(
        self, watchdog: Watchdog, meter: LagObserver, callbacks: Iterable[Callable[[], None]]
    ) -> None:
        self._watchdog = watchdog
        self._meter = meter
        self._callbacks = tuple(callbacks)
        self._lags: deque[float] = deque(maxlen=int(LAG_WINDOW / PERIOD))
        self._last_tick = monotonic()

    @property
    def age(self) -> float:
        """Seconds since the last beat."""
        return monotonic() - self._last_tick

    @property
    def worst_lag(self) -> float:
        """The greatest delay of the last minute, in seconds."""
        return max(self._lags, default=0.0)

    async def run(self) -> None:
        """Beat until cancelled."""
        try:
            while True:
                self._watchdog.kick()
                self._last_tick = begun = monotonic()
                await asyncio.sleep(PERIOD)
                lag = max(0.0, monotonic() - begun - PERIOD)
                self._lags.append(lag)
                self._meter.observe_lag(lag)
                if lag >= LOGGED_LAG:
                    _LOG.warning("the event loop was %.1f s late: something kept it busy", lag)
                for callback in self._callbacks:
                    callback()
        finally:
            self._watchdog.disarm()
