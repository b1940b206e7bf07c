"""Queues log records, which a separate thread writes."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Final

from nazh.adapters.outbound.logs.outputs import NOT_WRITTEN, LogLossCounter, self_warning

CAPACITY: Final = 2_048
"""Records that may be queued; a few megabytes at most."""
QUEUE_FULL: Final = "queue_full"
LogFields = Callable[[], Mapping[str, str | int]]
"""Returns facts about the current task, such as its interaction. Never raises."""


class LogQueue(logging.Handler):
    """Queues records without waiting, and passes them to the outputs.

    If the outputs are slower than the records arrive, records are dropped and counted, and the log
    says so as soon as the queue is empty again.
    """

    def __init__(
        self,
        outputs: Sequence[logging.Handler],
        fields: LogFields,
        losses: LogLossCounter,
        capacity: int = CAPACITY,
    ) -> None:
        super().__init__()
        self._outputs = outputs
        self._fields = fields
        self._losses = losses
        self._queue: queue.Queue[logging.LogRecord | None] = queue.Queue(capacity)
        self._dropped = 0
        # A daemon thread: an output that hangs must not keep the process alive.
        self._thread = threading.Thread(target=self._write_all, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Queue the record, together with its task's log fields."""
        record.msg, record.args = _message_of(record), None
        for fact, value in self._fields().items():
            vars(record).setdefault(fact, value)
        try:
            self._queue.put_nowait(record)
        except queue.Full:
            self._dropped += 1
            self._losses.count_lost_record(QUEUE_FULL)

    def stop(self, timeout: float) -> bool:
        """Write queued records and close the outputs; return whether ``timeout`` was enough.

        May be called twice.
        """
        end = monotonic() + timeout
        try:
            self._queue.put(None, timeout=timeout)
        except queue.Full:
            return False
        self._thread.join(max(0.0, end - monotonic()))
        return not self._thread.is_alive()

    def _write_all(self) -> None:
        reported = 0
        while (record := self._queue.get()) is not None:
            self._write(record)
            dropped = self._dropped
            if dropped > reported and self._queue.empty():
                self._write(
                    self_warning(
                        f"the log is written again; {dropped - reported} records were lost"
                    )
                )
                reported = dropped
        for output in self._outputs:
            output.close()

    def _write(self, record: logging.LogRecord) -> None:
        for output in self._outputs:
            try:
                output.handle(record)
            except Exception:  # noqa: BLE001  # this thread must outlive any record
                self._losses.count_lost_record(NOT_WRITTEN)


def _message_of(record: logging.LogRecord) -> str:
    """Return the message; if its arguments do not fit, return both unformatted."""
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001  # anything may be logged
        return f"{record.msg} {record.args!r}"
