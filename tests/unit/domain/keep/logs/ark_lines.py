"""Provides lines of ARK's log with what they tell."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Final

from hypothesis import strategies as st

from nazh.domain.keep.logs.events import LogEvent, ServerStarted
from nazh.domain.keep.logs.reading import LogReading, ReadingState, read_piece
from nazh.domain.keep.profiles.ark_asa_log import ARK_ASA_LOG
from nazh.domain.keep.servers import GameServerId

ISLAND: Final = GameServerId(7)
PEBBLE: Final = "0002aa00bb11cc22dd33ee44ff556677"
RIVER: Final = "0002aa00bb11cc22dd33ee44ff556678"
read = partial(read_piece, grammar=ARK_ASA_LOG, server=ISLAND)


def at(clock: str, day: int = 25) -> datetime:
    """Return an instant of June 2026 in UTC."""
    hours, minutes, seconds = map(int, clock.split("."))
    return datetime(2026, 6, day, hours, minutes, seconds, tzinfo=UTC)


def whole(data: bytes) -> LogReading:
    """Return what a whole log tells."""
    return read(data, ReadingState(), is_last=True)


def in_pieces(data: bytes, sizes: list[int]) -> tuple[list[LogEvent | ServerStarted], int]:
    """Read a log as it grows; return the events and how many lines were counted."""
    events: list[LogEvent | ServerStarted] = []
    state, start, end, counted = ReadingState(), 0, 0, 0
    while end < len(data):
        end = min(len(data), end + (sizes.pop() if sizes else len(data)))
        reading = read(data[start:end], state, is_last=end == len(data))
        events += reading.events
        counted += sum(reading.counts.values())
        state, start = reading.state, start + reading.size
    return events, counted


def seconds() -> st.SearchStrategy[str]:
    """Return few stamps, so that some lines are equal."""
    return st.sampled_from(["17.40.03", "17.40.04", "17.40.05"])


def lines() -> st.SearchStrategy[bytes]:
    """Return lines of every sort, also damaged ones, with their ends."""
    text = st.text(max_size=30) | st.sampled_from(["gg", "x" * 5_000, "é" * 2_000])
    messages = st.sampled_from(
        [
            f"Pebble [UniqueNetId:{PEBBLE} Platform:None] joined this ARK!",
            f"Pebble [UniqueNetId:{PEBBLE} Platform:None] left this ARK!",
            "Pebble (Ash): gg",
            "Log file open, 06/25/26 03:36:06",
            "Log",
        ]
    ) | text.map("Pebble (Ash): {}".format)
    stamped = st.builds("2026.06.25_{}: {}".format, seconds(), messages)
    endings = st.sampled_from([b"\n", b"\r\n"])
    return st.builds(
        lambda line, ending: line + ending,
        stamped.map(str.encode) | st.binary(max_size=40),
        endings,
    )
