"""Queues finished spans, which a separate thread sends."""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import Final, Protocol

from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

CAPACITY: Final = 4_096
"""Spans that may be queued: a thousand rolls, a few megabytes at most."""
BATCH_SIZE: Final = 512
FLUSH_INTERVAL: Final = 1.0
"""Seconds between two reads of the queue."""
QUEUE_FULL: Final = "queue_full"
NOT_SENT: Final = "not_sent"
_LOG: Final = logging.getLogger(__name__)


class SpanLossCounter(Protocol):
    """Counts spans that did not reach the collector. May be called from any thread."""

    def count_lost_spans(self, reason: str, count: int) -> None:
        """Count them; ``reason`` is ``queue_full`` or ``not_sent``. Never raises."""
        ...


class SpanQueue(SpanProcessor):
    """Queues spans without waiting, and sends them in batches.

    If the collector is down, or slower than the spans arrive, spans are dropped and counted. An
    outage is logged once, and so is its end.
    """

    def __init__(
        self,
        exporter: SpanExporter,
        losses: SpanLossCounter,
        capacity: int = CAPACITY,
        interval: float = FLUSH_INTERVAL,
    ) -> None:
        self._exporter = exporter
        self._losses = losses
        self._capacity = capacity
        self._interval = interval
        self._waiting: deque[ReadableSpan] = deque()
        self._is_unreachable = False
        self._stopping = threading.Event()
        # A daemon thread: a collector that hangs must not keep the process alive.
        self._thread = threading.Thread(target=self._send_all, name="traces", daemon=True)
        self._thread.start()

    def on_end(self, span: ReadableSpan) -> None:
        """Queue a span, which is sampled, because others are not recorded."""
        if len(self._waiting) >= self._capacity:
            self._losses.count_lost_spans(QUEUE_FULL, 1)
        else:
            self._waiting.append(span)

    def stop(self, timeout: float) -> bool:
        """Send queued spans; return whether ``timeout`` s were enough. May be called twice."""
        self._stopping.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _send_all(self) -> None:
        while not self._stopping.wait(self._interval):
            self._flush()
        self._flush()

    def _flush(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH_SIZE, len(self._waiting)))]
            self._send(batch)
            if self._is_unreachable and self._stopping.is_set():
                return

    def _send(self, batch: list[ReadableSpan]) -> None:
        try:
            is_sent = self._exporter.export(batch) is SpanExportResult.SUCCESS
        except Exception:  # noqa: BLE001  # this thread must outlive any collector
            is_sent = False
        if not is_sent:
            self._losses.count_lost_spans(NOT_SENT, len(batch))
        if is_sent is self._is_unreachable:
            self._is_unreachable = not is_sent
            if is_sent:
                _LOG.warning("the collector accepts traces again")
            else:
                _LOG.warning("the collector does not accept traces; lost spans are counted")
