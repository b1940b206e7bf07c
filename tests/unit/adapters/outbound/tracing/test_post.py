"""The post: nobody waits for it, what does not arrive is counted, and the end waits a little."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import Tracer

from nazh.adapters.outbound.tracing.post import BATCH, SpanPost

PATIENCE = 10.0


class Collector(SpanExporter):
    """Takes spans, or not; a closed gate lets nothing through."""

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


class CountedLosses:
    """Counts lost spans by reason."""

    def __init__(self) -> None:
        self.lost: Counter[str] = Counter()

    def lost_spans(self, reason: str, count: int) -> None:
        self.lost[reason] += count


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.gate.set()


@pytest.fixture
def losses() -> CountedLosses:
    return CountedLosses()


def tracer_to(post: SpanPost) -> Tracer:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(post)
    return provider.get_tracer("test")


def test_what_waits_is_sent_before_the_end(collector: Collector, losses: CountedLosses) -> None:
    post = SpanPost(collector, losses, every=PATIENCE)
    tracer = tracer_to(post)
    for name in ("one", "two"):
        tracer.start_span(name).end()

    assert post.stop(PATIENCE)
    assert post.stop(PATIENCE)
    assert collector.batches == [["one", "two"]]
    assert not losses.lost


def test_many_go_in_several_batches(collector: Collector, losses: CountedLosses) -> None:
    post = SpanPost(collector, losses, every=PATIENCE)
    tracer = tracer_to(post)
    for _ in range(BATCH + 1):
        tracer.start_span("one").end()

    assert post.stop(PATIENCE)
    assert [len(batch) for batch in collector.batches] == [BATCH, 1]


def test_what_does_not_fit_is_counted(collector: Collector, losses: CountedLosses) -> None:
    post = SpanPost(collector, losses, room=3, every=PATIENCE)
    tracer = tracer_to(post)
    for _ in range(5):
        tracer.start_span("one").end()

    assert post.stop(PATIENCE)
    assert collector.batches == [["one"] * 3]
    assert losses.lost == {"queue_full": 2}


def test_a_collector_that_hangs_does_not_hold_up_the_end(
    collector: Collector, losses: CountedLosses
) -> None:
    collector.gate.clear()
    post = SpanPost(collector, losses, every=0.001)
    tracer_to(post).start_span("stuck").end()
    assert collector.called.acquire(timeout=PATIENCE)

    assert not post.stop(0.01)


def test_an_outage_is_counted_said_once_and_forgiven(
    collector: Collector, losses: CountedLosses, caplog: pytest.LogCaptureFixture
) -> None:
    collector.is_away = True
    post = SpanPost(collector, losses, every=0.001)
    tracer = tracer_to(post)

    for _ in range(2):
        tracer.start_span("lost").end()
        assert collector.called.acquire(timeout=PATIENCE)
    collector.gate.clear()
    tracer.start_span("kept").end()
    assert collector.called.acquire(timeout=PATIENCE)
    collector.is_away = False
    collector.gate.set()
    assert post.stop(PATIENCE)

    said = [record.getMessage() for record in caplog.records]
    assert losses.lost == {"not_sent": 2}
    assert said == [
        "the collector does not take traces; what is lost is counted",
        "the collector takes traces again",
    ]
    assert caplog.records[0].levelno == logging.WARNING


def test_an_exporter_that_breaks_is_a_loss_and_the_thread_lives(
    collector: Collector, losses: CountedLosses
) -> None:
    collector.is_poisoned = True
    post = SpanPost(collector, losses, every=0.001)
    tracer_to(post).start_span("lost").end()

    assert collector.called.acquire(timeout=PATIENCE)
    assert post.stop(PATIENCE)
    assert losses.lost == {"not_sent": 1}


def test_what_is_not_in_the_sample_is_not_sent(collector: Collector, losses: CountedLosses) -> None:
    post = SpanPost(collector, losses, every=PATIENCE)
    provider = TracerProvider(sampler=ALWAYS_OFF, shutdown_on_exit=False)
    provider.add_span_processor(post)
    provider.get_tracer("test").start_span("one").end()

    assert post.stop(PATIENCE)
    assert collector.batches == []
