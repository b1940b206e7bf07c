"""Kills the process at a statement, so that a replay can show that nothing is lost."""

from __future__ import annotations

import os
import signal
from itertools import count

from sqlalchemy import Engine, event


def kill_at_statement(number: int) -> None:
    """Kill this process right after its next ``number`` statements, on any connection."""
    statements = count(1)

    def after_statement(*_: object) -> None:
        if next(statements) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", after_statement)
