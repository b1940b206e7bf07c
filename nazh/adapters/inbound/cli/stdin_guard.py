"""Exits when standard input closes, that is, when the parent process has ended."""

from __future__ import annotations

import os
import signal
from threading import Thread


def exit_on_stdin_eof() -> None:
    """Send this process SIGTERM when standard input closes."""
    Thread(target=_wait_for_eof, name="stdin-guard", daemon=True).start()


def _wait_for_eof() -> None:
    # sys.stdin is not used: its lock, held by a thread, would abort the interpreter at exit.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
