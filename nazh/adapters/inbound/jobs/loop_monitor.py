"""Measures event-loop lag twice a second, and resets the watchdog.

The watchdog is ``faulthandler``'s: a C thread outside the event loop and the GIL, so that it also
fires if an endless computation blocks every Python thread.
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
"""Seconds for which a lag counts as recent."""
LOGGED_LAG: Final = 1.0
"""Seconds of lag that users notice, and that are logged."""
_LOG: Final = logging.getLogger(__name__)


class LagObserver(Protocol):
    """Records event-loop lag."""

    def observe_lag(self, seconds: float) -> None:
        """Record one lag. Never raises."""
        ...


class Watchdog(Protocol):
    """Ends a process that does not reset it in time."""

    def kick(self) -> None:
        """Reset the time limit."""
        ...

    def disarm(self) -> None:
        """Stop the watchdog. May be called twice."""
        ...


class FaulthandlerWatchdog:
    """Dumps all stacks and exits with status 1, ``limit`` s after the last reset."""

    def __init__(self, limit: float) -> None:
        self._limit = limit

    def kick(self) -> None:
        """Reset the time limit to ``limit`` seconds."""
        # Uses the file descriptor: flushing sys.stderr could block on a reader that has stopped.
        faulthandler.dump_traceback_later(self._limit, exit=True, file=STANDARD_ERROR)

    def disarm(self) -> None:
        """Stop the watchdog."""
        faulthandler.cancel_dump_traceback_later()


class LoopMonitor:
    """Measures lag periodically, and calls ``callbacks`` each time."""

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
        """Seconds since the last measurement."""
        return monotonic() - self._last_tick

    @property
    def worst_lag(self) -> float:
        """The greatest lag of the last minute, in seconds."""
        return max(self._lags, default=0.0)

    async def run(self) -> None:
        """Measure until cancelled."""
        try:
            while True:
                self._watchdog.kick()
                self._last_tick = begun = monotonic()
                await asyncio.sleep(PERIOD)
                lag = max(0.0, monotonic() - begun - PERIOD)
                self._lags.append(lag)
                self._meter.observe_lag(lag)
                if lag >= LOGGED_LAG:
                    _LOG.warning("the event loop was blocked for %.1f s", lag)
                for callback in self._callbacks:
                    callback()
        finally:
            self._watchdog.disarm()
