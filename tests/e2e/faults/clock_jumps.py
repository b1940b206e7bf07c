"""Runs ``nazh run`` with a clock that SIGUSR1 sets an hour ahead and SIGUSR2 an hour back.

A test cannot set the clock of a shared machine. Instead it replaces the Clock port and
``time.time`` (hikari, aiohttp, logging, limits). Code that asks the kernel directly is not
affected: ``datetime.now`` in libraries, time stamps of files.
"""

from __future__ import annotations

import signal
import sys
import time
from datetime import UTC, datetime

from dependency_injector import providers

AN_HOUR = 3_600.0
_true_time = time.time
_set_by = [0.0]


def jumping_time() -> float:
    """Return the simulated Unix time."""
    return _true_time() + sum(_set_by)


class JumpingClock:
    """The Clock port with the simulated time."""

    def now(self) -> datetime:
        """Return the simulated time, aware, in UTC."""
        return datetime.fromtimestamp(jumping_time(), UTC)


def jumping_main() -> int:
    """Run the program as the command line would."""
    time.time = jumping_time  # before any import that keeps a reference to the function
    signal.signal(signal.SIGUSR1, lambda *_: _set_by.append(AN_HOUR))
    signal.signal(signal.SIGUSR2, lambda *_: _set_by.append(-AN_HOUR))

    from nazh.__main__ import main
    from nazh.wiring.platform import PlatformContainer

    PlatformContainer.clock.override(providers.Singleton(JumpingClock))
    sys.argv = ["nazh", "run"]
    return main()


if __name__ == "__main__":
    sys.exit(jumping_main())
