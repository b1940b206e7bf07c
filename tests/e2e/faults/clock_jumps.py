"""``nazh run`` on a machine whose clock is set: SIGUSR1 an hour ahead, SIGUSR2 an hour back.

A test cannot set the clock of the machine it shares. So the program is given another one: behind
its Clock port, and for everybody who asks ``time.time`` (hikari, aiohttp, logging, limits). What
asks the kernel by itself does not jump: ``datetime.now`` in libraries, time stamps of files.
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
    """Return the seconds since 1970 that this machine believes in."""
    return _true_time() + sum(_set_by)


class JumpingClock:
    """The Clock port on this machine."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.fromtimestamp(jumping_time(), UTC)


def jumping_main() -> int:
    """Run the program as the command line would."""
    time.time = jumping_time  # before anybody is imported who keeps it under another name
    signal.signal(signal.SIGUSR1, lambda *_: _set_by.append(AN_HOUR))
    signal.signal(signal.SIGUSR2, lambda *_: _set_by.append(-AN_HOUR))

    from nazh.__main__ import main
    from nazh.wiring.platform import PlatformContainer

    PlatformContainer.clock.override(providers.Singleton(JumpingClock))
    sys.argv = ["nazh", "run"]
    return main()


if __name__ == "__main__":
    sys.exit(jumping_main())
