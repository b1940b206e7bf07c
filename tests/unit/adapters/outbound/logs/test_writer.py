"""The writer: nobody waits for it, what does not fit is counted, and the end waits a little."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping

import pytest

from nazh.adapters.outbound.logs.writer import LogWriter
from tests.unit.adapters.outbound.logs.ledger import CountedLosses, record

PATIENCE = 10.0


class Sink(logging.Handler):
    """Keeps what it is given; a closed gate lets nothing through."""

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
        assert self.gate.wait(PATIENCE)
        if record.msg == "poison":
            raise RecursionError
        self.records.append(record)

    def close(self) -> None:
        self.is_closed = True
        super().close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    yield made
    made.gate.set()


@pytest.fixture
def losses() -> CountedLosses:
    return CountedLosses()


def writer_to(
    sink: Sink, losses: CountedLosses, facts: Mapping[str, str | int] | None = None
) -> LogWriter:
    return LogWriter([sink], lambda: facts or {}, losses, room=3)


def test_what_waits_is_written_before_the_end(sink: Sink, losses: CountedLosses) -> None:
    writer = writer_to(sink, losses)
    for word in ("one", "two", "three"):
        writer.handle(record("%s", word))

    is_done = writer.stop(PATIENCE)

    assert is_done
    assert sink.messages == ["one", "two", "three"]
    assert sink.is_closed
    assert not losses.lost


def test_writing_is_done_in_another_thread(sink: Sink, losses: CountedLosses) -> None:
    sink.gate.clear()
    writer = writer_to(sink, losses)

    writer.handle(record("one"))  # would wait for the gate if it were written here

    sink.gate.set()
    assert writer.stop(PATIENCE)


def test_what_does_not_fit_is_counted_and_told_once_there_is_room(
    sink: Sink, losses: CountedLosses
) -> None:
    sink.gate.clear()
    writer = writer_to(sink, losses)
    writer.handle(record("in hand"))
    assert sink.taken.acquire(timeout=PATIENCE)

    for number in range(10):
        writer.handle(record("%d", number))
    assert losses.lost == {"queue_full": 7}
    sink.gate.set()
    for _ in range(4):
        assert sink.taken.acquire(timeout=PATIENCE)
    writer.handle(record("later"))
    assert writer.stop(PATIENCE)

    told = "the log is written again; 7 records were lost"
    assert [message for message in sink.messages if message != told] == [
        "in hand", "0", "1", "2", "later",
    ]  # fmt: skip
    assert sink.messages.count(told) == 1
    assert losses.lost == {"queue_full": 7}


def test_a_sink_that_hangs_does_not_hold_up_the_end(sink: Sink, losses: CountedLosses) -> None:
    sink.gate.clear()
    writer = writer_to(sink, losses)
    for _ in range(5):
        writer.handle(record("stuck"))

    assert not writer.stop(0.01)


def test_a_record_that_breaks_a_sink_is_counted_and_the_rest_goes_on(
    sink: Sink, losses: CountedLosses
) -> None:
    writer = writer_to(sink, losses)
    writer.handle(record("poison"))
    writer.handle(record("after"))
    assert writer.stop(PATIENCE)

    assert sink.messages == ["after"]
    assert losses.lost == {"not_written": 1}


def test_a_message_is_made_when_it_is_logged(sink: Sink, losses: CountedLosses) -> None:
    sink.gate.clear()
    writer = writer_to(sink, losses)
    people = ["Alice"]
    writer.handle(record("%s are here", people))

    people.append("Bob")
    sink.gate.set()
    assert writer.stop(PATIENCE)

    assert sink.messages == ["['Alice'] are here"]


def test_arguments_that_do_not_fit_are_written_as_they_are(
    sink: Sink, losses: CountedLosses
) -> None:
    writer = writer_to(sink, losses)
    writer.handle(record("%d dice", "six"))
    assert writer.stop(PATIENCE)

    assert sink.messages == ["%d dice ('six',)"]


def test_facts_of_the_task_stand_on_the_record_and_extras_win(
    sink: Sink, losses: CountedLosses
) -> None:
    writer = writer_to(sink, losses, {"interaction": "1", "command": "roll"})
    made = record("one")
    made.command = "build"
    writer.handle(made)
    assert writer.stop(PATIENCE)

    assert vars(sink.records[0])["interaction"] == "1"
    assert vars(sink.records[0])["command"] == "build"
