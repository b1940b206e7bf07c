"""Tests that the span queue blocks nobody, counts drops, and is flushed at the end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import Tracer

from nazh.adapters.outbound.tracing.span_queue import BATCH_SIZE, SpanQueue
from tests.doubles.losses import CountedLosses

PATIENCE = 10.0


class Collector(SpanExporter):
    """Accepts spans; blocks while its gate is closed."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.called = threading.Semaphore(0)
        self.batches: list[list[str]] = []
        self.is_away = False
        self.is_poisoned = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.called.release()
        assert self.gate.wait(PATIENCE)
        if self.is_poisoned:
            raise RecursionError
        if self.is_away:
            return SpanExportResult.FAILURE
        self.batches.append([span.name for span in spans])
        return SpanExportResult.SUCCESS


@pytest.fixture
def collector() -> Iterator[Collector]:
    opened = Collector()
    yield opened
    opened.gate.set()


@pytest.fixture
def losses() -> CountedLosses:
    return CountedLosses()


def tracer_to(queue: SpanQueue) -> Tracer:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(queue)
    return provider.get_tracer("test")


def test_queued_items_are_sent_before_the_end(collector: Collector, losses: CountedLosses) -> None:
    queue = SpanQueue(collector, losses, interval=PATIENCE)
    tracer = tracer_to(queue)
    for name in ("one", "two"):
        tracer.start_span(name).end()

    assert queue.stop(PATIENCE)
    assert queue.stop(PATIENCE)
    assert collector.batches == [["one", "two"]]
    assert not losses.lost


def test_many_go_in_several_batches(collector: Collector, losses: CountedLosses) -> None:
    queue = SpanQueue(collector, losses, interval=PATIENCE)
    tracer = tracer_to(queue)
    for _ in range(BATCH_SIZE + 1):
        tracer.start_span("one").end()

    assert queue.stop(PATIENCE)
    assert [len(batch) for batch in collector.batches] == [BATCH_SIZE, 1]


def test_items_beyond_the_queue_are_counted(collector: Collector, losses: CountedLosses) -> None:
    queue = SpanQueue(collector, losses, capacity=3, interval=PATIENCE)
    tracer = tracer_to(queue)
    for _ in range(5):
        tracer.start_span("one").end()

    assert queue.stop(PATIENCE)
    assert collector.batches == [["one"] * 3]
    assert losses.lost == {"queue_full": 2}


def test_a_hanging_collector_does_not_delay_shutdown(
    collector: Collector, losses: CountedLosses
) -> None:
    collector.gate.clear()
    queue = SpanQueue(collector, losses, interval=0.001)
    tracer_to(queue).start_span("stuck").end()
    assert collector.called.acquire(timeout=PATIENCE)

    assert not queue.stop(0.01)


def test_an_outage_is_counted_said_once_and_forgiven(
    collector: Collector, losses: CountedLosses, caplog: pytest.LogCaptureFixture
) -> None:
    collector.is_away = True
    queue = SpanQueue(collector, losses, interval=0.001)
    tracer = tracer_to(queue)

    for _ in range(2):
        tracer.start_span("lost").end()
        assert collector.called.acquire(timeout=PATIENCE)
    collector.gate.clear()
    tracer.start_span("kept").end()
    assert collector.called.acquire(timeout=PATIENCE)
    collector.is_away = False
    collector.gate.set()
    assert queue.stop(PATIENCE)

    messages = [record.getMessage() for record in caplog.records]
    assert losses.lost == {"not_sent": 2}
    assert messages == [
        "the collector does not accept traces; lost spans are counted",
        "the collector accepts traces again",
    ]
    assert caplog.records[0].levelno == logging.WARNING


def test_an_exporter_that_breaks_is_a_loss_and_the_thread_lives(
    collector: Collector, losses: CountedLosses
) -> None:
    collector.is_poisoned = True
    queue = SpanQueue(collector, losses, interval=0.001)
    tracer_to(queue).start_span("lost").end()

    assert collector.called.acquire(timeout=PATIENCE)
    assert queue.stop(PATIENCE)
    assert losses.lost == {"not_sent": 1}


def test_each_span_of_a_lost_batch_is_counted(collector: Collector, losses: CountedLosses) -> None:
    collector.is_away = True
    queue = SpanQueue(collector, losses, interval=PATIENCE)
    for _ in range(3):
        tracer_to(queue).start_span("lost").end()

    assert queue.stop(PATIENCE)
    assert losses.lost == {"not_sent": 3}


def test_unsampled_spans_are_not_sent(collector: Collector, losses: CountedLosses) -> None:
    queue = SpanQueue(collector, losses, interval=PATIENCE)
    provider = TracerProvider(sampler=ALWAYS_OFF, shutdown_on_exit=False)
    provider.add_span_processor(queue)
    provider.get_tracer("test").start_span("one").end()

    assert queue.stop(PATIENCE)
    assert collector.batches == []


def test_the_end_does_not_wait_for_a_collector_that_is_away(
    collector: Collector, losses: CountedLosses
) -> None:
    collector.is_away = True
    queue = SpanQueue(collector, losses, interval=PATIENCE)
    tracer = tracer_to(queue)
    for _ in range(BATCH_SIZE + 1):
        tracer.start_span("lost").end()

    assert queue.stop(PATIENCE)
    assert losses.lost == {"not_sent": BATCH_SIZE}
