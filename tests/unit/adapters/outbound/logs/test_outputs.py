"""Tests rotation, and that failing outputs are counted, reported once and recover."""

from __future__ import annotations

import io
import json
import logging
import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nazh.adapters.outbound.logs.formatting import LineFormatter
from nazh.adapters.outbound.logs.outputs import LogFile, StandardError
from tests.doubles.losses import CountedLosses
from tests.unit.adapters.outbound.logs.records import record


class StringStream:
    """A log file under test, with its counters and warnings."""

    def __init__(self, path: Path, most_bytes: int = 10_000, keep: int = 2) -> None:
        self.path = path
        self.losses = CountedLosses()
        self.reported: list[str] = []
        self.file = LogFile(
            path,
            most_bytes=most_bytes,
            keep=keep,
            losses=self.losses,
            report=lambda record: self.reported.append(record.getMessage()),
        )
        self.file.setFormatter(LineFormatter(is_json=True, is_coloured=False, secrets=()))

    def write(self, *messages: str) -> None:
        for message in messages:
            self.file.handle(record("%s", message))

    def events(self) -> list[str]:
        """Return the records in the file; each line must be JSON."""
        return [json.loads(line)["event"] for line in self.path.read_text().splitlines()]


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[StringStream]:
    (tmp_path / "logs").mkdir()
    opened = StringStream(tmp_path / "logs" / "nazh.log")
    yield opened
    opened.file.close()


@contextmanager
def disk_full_beyond(size: int) -> Iterator[None]:
    """Limit files of this process to ``size`` bytes, so that writes may be partial."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_file_makes_room_for_the_next_and_few_are_kept(tmp_path: Path) -> None:
    stream = StringStream(tmp_path / "nazh.log", most_bytes=1_000, keep=2)

    stream.write(*(f"message {number}" for number in range(100)))
    stream.file.close()

    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["nazh.log", "nazh.log.1", "nazh.log.2"]
    assert all(path.stat().st_size <= 1_000 for path in tmp_path.iterdir())
    assert stream.events()[-1] == "message 99"
    assert not stream.losses.lost


def test_a_restart_appends(tmp_path: Path) -> None:
    first, second = (StringStream(tmp_path / "nazh.log") for _ in range(2))
    first.write("first")
    first.file.close()

    second.write("second")

    assert second.events() == ["first", "second"]


def test_a_moved_file_is_created_again(stream: StringStream) -> None:
    stream.write("before")
    stream.path.rename(stream.path.with_suffix(".old"))

    stream.write("after")

    assert stream.events() == ["after"]
    assert (stream.reported, stream.losses.lost) == ([], {})


def test_a_vanished_directory_is_counted_said_once_and_forgiven(stream: StringStream) -> None:
    stream.write("before")
    shutil.rmtree(stream.path.parent)
    stream.write("lost", "lost too")
    assert stream.losses.lost == {"not_written": 2}
    assert stream.reported == [
        "the log file cannot be written (No such file or directory); lost records are counted"
    ]

    stream.path.parent.mkdir()
    stream.write("after", "and on")

    assert stream.events() == ["after", "and on"]
    assert stream.reported[1:] == ["the log file is written again"]
    assert stream.losses.lost == {"not_written": 2}


def test_a_full_disk_leaves_no_half_line(stream: StringStream) -> None:
    stream.write("before")
    with disk_full_beyond(stream.path.stat().st_size + 20):
        stream.write("lost", "lost too")
    assert stream.losses.lost == {"not_written": 2}
    assert stream.reported == [
        "the log file cannot be written (File too large); lost records are counted"
    ]

    stream.write("after")

    assert stream.events() == ["before", "after"]
    assert stream.reported[1:] == ["the log file is written again"]


def test_a_character_that_is_no_text_is_written_all_the_same(tmp_path: Path) -> None:
    stream = StringStream(tmp_path / "nazh.log")
    stream.file.setFormatter(logging.Formatter("%(message)s"))

    stream.write("\udce4")
    stream.file.close()

    assert stream.path.read_text() == "\\udce4\n"


def test_a_broken_standard_error_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    losses = CountedLosses()
    monkeypatch.setattr(sys, "stderr", closed := io.StringIO())
    closed.close()

    StandardError(losses).handle(record("lost"))

    assert losses.lost == {"not_written": 1}
