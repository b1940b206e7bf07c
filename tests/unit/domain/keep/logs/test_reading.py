"""Tests that a log gives the same events, however it is cut and however often it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.logs.events import EventKind, LogEvent
from nazh.domain.keep.logs.grammar import LONGEST_LINE
from nazh.domain.keep.logs.lines import LONGEST_BYTES
from nazh.domain.keep.logs.reading import MAX_PER_SECOND
from tests.unit.domain.keep.logs.ark_lines import in_pieces, lines, whole

CHAT = "2026.06.25_17.40.03: Pebble (Ash): {}\n"


@given(st.lists(lines(), max_size=12).map(b"".join), st.lists(st.integers(1, 6_000), max_size=40))
def test_any_pieces_of_a_log_give_the_same_events(data: bytes, sizes: list[int]) -> None:
    reading = whole(data)

    assert in_pieces(data, sizes) == (list(reading.events), sum(reading.counts.values()))


@given(st.lists(lines(), max_size=12).map(b"".join))
def test_no_two_events_have_the_same_key_unless_time_runs_back(data: bytes) -> None:
    ordered = b"".join(sorted(data.splitlines(keepends=True)))
    keys = [event.key for event in whole(ordered).events if isinstance(event, LogEvent)]

    again = [event.key for event in whole(ordered).events if isinstance(event, LogEvent)]

    assert keys == again
    assert len(set(keys)) == len(keys)


def test_equal_lines_of_one_second_are_different_events() -> None:
    first, second = whole(CHAT.format("gg").encode() * 2).events
    (alone,) = whole(CHAT.format("gg").encode()).events

    assert isinstance(first, LogEvent)
    assert isinstance(second, LogEvent)
    assert first == alone
    assert first.key != second.key


def test_the_file_stamp_is_no_part_of_a_key() -> None:
    line = CHAT.format("gg")

    assert (
        whole(f"[2026.06.25-17.40.03:782][  6]{line}".encode()).events
        == whole(line.encode()).events
    )


def test_a_line_that_fills_several_pieces_is_one_line() -> None:
    data = CHAT.format("x" * 3 * LONGEST_BYTES).encode()

    assert in_pieces(data, [LONGEST_BYTES] * 3) == (list(whole(data).events), 1)


def test_a_byte_order_mark_line_ends_and_bad_bytes_are_tolerated() -> None:
    data = b"\xef\xbb\xbf" + CHAT.format("a").encode().replace(b"\n", b"\r\n")

    events = whole(
        data + CHAT.format("x").encode().replace(b"x", b"\xff\xfe") + b"\r\r\n\0\n"
    ).events

    assert [event.text for event in events if isinstance(event, LogEvent)] == ["a", "\ufffd\ufffd"]


def test_of_one_second_many_lines_are_events_and_more_are_counted() -> None:
    data = "".join(CHAT.format(number) for number in range(MAX_PER_SECOND + 5)).encode()

    reading = whole(data)

    assert len(reading.events) == MAX_PER_SECOND
    assert reading.counts[EventKind.CHAT] == MAX_PER_SECOND + 5


def test_a_line_is_read_up_to_its_most() -> None:
    (event,) = whole(CHAT.format("x" * 9_000).encode()).events

    assert isinstance(event, LogEvent)
    assert len(CHAT.format(event.text)) - 1 == LONGEST_LINE


@pytest.mark.parametrize(
    "part",
    [
        " ",
        "(",
        " (",
        "): ",
        " (): ",
        "[UniqueNetId:",
        "Tribe , ID 1: Day 1, 00:00:00: ",
        "\0",
        "\x80",
    ],
)
def test_a_hostile_line_is_read_in_a_moment(part: str) -> None:
    for ending in ("", " joined this ARK!", " was killed", "Tribe Tamed a", "): "):
        line = f"2026.06.25_17.40.03: {part * 100_000}"[: 1_024 - len(ending)] + ending
        whole(f"{line * 100}\n{line}\n".encode())


@given(st.binary(max_size=3_000))
def test_every_file_is_read(data: bytes) -> None:
    assert whole(data).size == len(data)
