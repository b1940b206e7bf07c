"""Runs ``nazh run`` with a loop that SIGUSR1 blocks briefly and SIGUSR2 permanently."""

from __future__ import annotations

import signal
import sys
import time

from nazh.__main__ import main

A_MOMENT = 2.0
"""Seconds."""
FOR_GOOD = 600.0


def blocking_main() -> int:
    """Run the program as the command line would."""
    signal.signal(signal.SIGUSR1, lambda *_: time.sleep(A_MOMENT))
    signal.signal(signal.SIGUSR2, lambda *_: time.sleep(FOR_GOOD))
    sys.argv = ["nazh", "run"]
    return main()


if __name__ == "__main__":
    sys.exit(blocking_main())
