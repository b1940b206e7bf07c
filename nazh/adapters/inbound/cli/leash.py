"""The leash: a program that another one has started does not outlive it, however that one ends."""

from __future__ import annotations

import os
import signal
from threading import Thread


def end_with_stdin() -> None:
    """Send this process SIGTERM when standard input closes: whoever held its other end is gone."""
    Thread(target=_until_closed, name="leash", daemon=True).start()


def _until_closed() -> None:
    # Not through sys.stdin: its lock, held by a thread, would break the end of the interpreter.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
