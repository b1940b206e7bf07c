"""Tests that the log queue blocks nobody, counts drops, and is flushed at the end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping

import pytest

from nazh.adapters.outbound.logs.queue import LogQueue
from tests.doubles.losses import CountedLosses
from tests.unit.adapters.outbound.logs.records import record

FLUSH_TIMEOUT = 10.0


class FakeOutput(logging.Handler):
    """Records everything; blocks while its gate is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.taken = threading.Semaphore(0)
        self.records: list[logging.LogRecord] = []
        self.is_closed = False

    @property
    def messages(self) -> list[str]:
        return [record.getMessage() for record in self.records]

    def emit(self, record: logging.LogRecord) -> None:
        self.taken.release()
        assert self.gate.wait(FLUSH_TIMEOUT)
        if record.msg == "poison":
            raise RecursionError
        self.records.append(record)

    def close(self) -> None:
        self.is_closed = True
        super().close()


@pytest.fixture
def output() -> Iterator[FakeOutput]:
    fake = FakeOutput()
    yield fake
    fake.gate.set()


@pytest.fixture
def losses() -> CountedLosses:
    return CountedLosses()


def writer_to(
    output: FakeOutput, losses: CountedLosses, fields: Mapping[str, str | int] | None = None
) -> LogQueue:
    return LogQueue([output], lambda: fields or {}, losses, capacity=3)


def test_queued_records_are_written_before_the_end(
    output: FakeOutput, losses: CountedLosses
) -> None:
    writer = writer_to(output, losses)
    for word in ("one", "two", "three"):
        writer.handle(record("%s", word))

    is_done = writer.stop(FLUSH_TIMEOUT)

    assert is_done
    assert output.messages == ["one", "two", "three"]
    assert output.is_closed
    assert not losses.lost


def test_writing_is_done_in_another_thread(output: FakeOutput, losses: CountedLosses) -> None:
    output.gate.clear()
    writer = writer_to(output, losses)

    writer.handle(record("one"))  # would block if it were written on this thread

    output.gate.set()
    assert writer.stop(FLUSH_TIMEOUT)


def test_dropped_records_are_counted_and_reported_later(
    output: FakeOutput, losses: CountedLosses
) -> None:
    output.gate.clear()
    writer = writer_to(output, losses)
    writer.handle(record("in hand"))
    assert output.taken.acquire(timeout=FLUSH_TIMEOUT)

    for number in range(10):
        writer.handle(record("%d", number))
    assert losses.lost == {"queue_full": 7}
    output.gate.set()
    for _ in range(4):
        assert output.taken.acquire(timeout=FLUSH_TIMEOUT)
    for message in ("later", "latest"):
        writer.handle(record(message))
        assert output.taken.acquire(timeout=FLUSH_TIMEOUT)
    assert writer.stop(FLUSH_TIMEOUT)

    reported = "the log is written again; 7 records were lost"
    assert [message for message in output.messages if message != reported] == [
        "in hand", "0", "1", "2", "later", "latest",
    ]  # fmt: skip
    assert output.messages.count(reported) == 1
    assert losses.lost == {"queue_full": 7}


def test_a_hanging_output_does_not_delay_shutdown(
    output: FakeOutput, losses: CountedLosses
) -> None:
    output.gate.clear()
    writer = writer_to(output, losses)
    for _ in range(5):
        writer.handle(record("stuck"))

    assert not writer.stop(0.01)


def test_a_record_that_breaks_an_output_is_counted_and_the_rest_is_written(
    output: FakeOutput, losses: CountedLosses
) -> None:
    writer = writer_to(output, losses)
    writer.handle(record("poison"))
    writer.handle(record("after"))
    assert writer.stop(FLUSH_TIMEOUT)

    assert output.messages == ["after"]
    assert losses.lost == {"not_written": 1}


def test_a_message_is_made_when_it_is_logged(output: FakeOutput, losses: CountedLosses) -> None:
    output.gate.clear()
    writer = writer_to(output, losses)
    people = ["Alice"]
    writer.handle(record("%s are here", people))

    people.append("Bob")
    output.gate.set()
    assert writer.stop(FLUSH_TIMEOUT)

    assert output.messages == ["['Alice'] are here"]


def test_arguments_that_do_not_fit_are_written_unchanged(
    output: FakeOutput, losses: CountedLosses
) -> None:
    writer = writer_to(output, losses)
    writer.handle(record("%d dice", "six"))
    assert writer.stop(FLUSH_TIMEOUT)

    assert output.messages == ["%d dice ('six',)"]


def test_a_record_has_the_facts_of_its_task_and_extras_win(
    output: FakeOutput, losses: CountedLosses
) -> None:
    writer = writer_to(output, losses, {"interaction": "1", "command": "roll"})
    log_record = record("one")
    log_record.command = "build"
    writer.handle(log_record)
    assert writer.stop(FLUSH_TIMEOUT)

    assert vars(output.records[0])["interaction"] == "1"
    assert vars(output.records[0])["command"] == "build"
