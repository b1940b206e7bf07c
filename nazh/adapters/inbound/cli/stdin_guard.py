"""The leash: a program that another one has started does not outlive it, however that one ends."""

from __future__ import annotations

import os
import signal
from threading import Thread


def exit_on_stdin_eof() -> None:
    """Send this process SIGTERM when standard input closes: whoever held its other end is gone."""
    Thread(target=_wait_for_eof, name="stdin-guard", daemon=True).start()


def _wait_for_eof() -> None:
    # Not through sys.stdin: its lock, held by a thread, would break the end of the interpreter.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
