"""Decides when the write-ahead log of a SQLite file is copied into the file, and on which thread.

A checkpoint waits for the disk. By default SQLite runs it at the end of a commit, which delays
whatever comes next. Here it runs concurrently with writes, on a separate thread.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final, TypeAlias

from nazh.adapters.outbound.sql.databases.sqlite_worker import CheckpointResult

CHECKPOINT_EVERY: Final = 500
"""Rolls between two checkpoints: the log stays at a few megabytes."""
ROLLS_PER_TRANSACTION: Final = 20
"""The rolls that any other transaction counts as; one about many nations writes 80 pages."""
MAX_LOG_PAGES: Final = 3_000
"""Pages of 4 KiB in the log above which a second checkpoint copies the rest of it."""
PAUSE: Final = 5.0
"""Seconds without inline commits while a reader keeps the log from being restarted."""

Checkpoint: TypeAlias = Callable[[Callable[[CheckpointResult], None]], None]
"""Starts a checkpoint, and passes its result to the callback."""


class Checkpoints:
    """Starts a checkpoint after enough writes, and a second one if the log has grown long.

    SQLite restarts the log only after all of it was copied, which never happens while commits
    follow one another without a gap. So ``finish`` runs on the writer thread, after ``copy`` has
    concurrently done most of the work, and nothing is committed inline meanwhile.
    """

    __slots__ = ("_copy", "_finish", "_is_finishing", "_is_running", "_paused_until", "_written")

    def __init__(self, copy: Checkpoint, finish: Checkpoint) -> None:
        self._copy = copy
        self._finish = finish
        self._written = 0
        self._is_running = False
        self._is_finishing = False
        self._paused_until = 0.0

    @property
    def is_log_reserved(self) -> bool:
        """Whether only the writer thread may commit."""
        return self._is_finishing or monotonic() < self._paused_until

    def note_write(self, rolls: int = 1) -> None:
        """Count a committed transaction as this many rolls."""
        self._written += rolls
        if self._written >= CHECKPOINT_EVERY and not self._is_running:
            self._written = 0
            self._is_running = True
            self._copy(self._note_copied)

    def _note_copied(self, result: CheckpointResult) -> None:
        if result.pages > MAX_LOG_PAGES:
            self._is_finishing = True
            self._finish(self._note_finished)
        else:
            self._is_running = False

    def _note_finished(self, result: CheckpointResult) -> None:
        self._is_running = self._is_finishing = False
        if result.copied < result.pages:  # a reader uses the log
            self._paused_until = monotonic() + PAUSE
