"""Reads the events in a chunk of a log.

The same bytes give the same events, regardless of how they are chunked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from nazh.domain.keep.logs.events import STORED_KINDS, EventKind, LogEvent, ServerStarted
from nazh.domain.keep.logs.grammar import LogGrammar, instant_of
from nazh.domain.keep.logs.lines import split_lines

MAX_PER_SECOND: Final = 1_000
"""The most different lines of one second that are stored; further ones are only counted."""
_SHORT: Final = 16


@dataclass(frozen=True, slots=True)
class ReadingState:
    """The state between two chunks of a log.

    ``stamp`` is the timestamp of the last line, and ``second`` that of the last event.
    ``occurrences`` counts the events of this second by the beginning of their first key.
    """

    is_in_line: bool = False
    stamp: str = ""
    second: str = ""
    occurrences: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogReading:
    """The result of reading a chunk of a log, of which ``size`` bytes were read."""

    size: int
    state: ReadingState
    events: tuple[LogEvent | ServerStarted, ...]
    counts: Mapping[EventKind, int]
    unknown: tuple[str, ...]


def read_piece(
    data: bytes,
    state: ReadingState,
    grammar: LogGrammar,
    server: int,
    *,
    is_last: bool,
) -> LogReading:
    """Parse the complete lines of a chunk. ``is_last`` means that the file no longer grows."""
    lines = split_lines(data, is_in_line=state.is_in_line, is_last=is_last)
    reader = _LineReader(state, grammar, server)
    for line in lines.texts:
        reader.read(line)
    return LogReading(
        lines.size,
        ReadingState(lines.is_in_line, reader.stamp, reader.second, reader.occurrences),
        tuple(reader.events),
        reader.counts,
        tuple(reader.unknown),
    )


class _LineReader:
    """Collects the events and counts of the lines of a chunk."""

    def __init__(self, state: ReadingState, grammar: LogGrammar, server: int) -> None:
        self.stamp, self.second = state.stamp, state.second
        self.occurrences = dict(state.occurrences)
        self.events: list[LogEvent | ServerStarted] = []
        self.counts: Counter[EventKind] = Counter()
        self.unknown: list[str] = []
        self._grammar = grammar
        self._server = server
        self._at: datetime | None = None

    def read(self, line: str) -> None:
        stamp, rest = self._grammar.stamp_of(line)
        line_match = self._grammar.match(rest) if rest else None
        if line_match is not None:
            pattern, match = line_match
            if pattern.kind in STORED_KINDS or pattern.is_start:
                at = self._instant(stamp)
                if at is None:
                    self._note_unknown(line)
                    return
                if pattern.is_start:
                    self.events.append(ServerStarted(at, min(instant_of(self.stamp) or at, at)))
                else:
                    self._add_event(pattern.kind, at, rest, match.groupdict())
            self.counts[pattern.kind] += 1
        elif rest:
            self._note_unknown(line)
        self.stamp = stamp or self.stamp

    def _instant(self, stamp: str) -> datetime | None:
        """Return the instant of a timestamp and begin its second; ``None`` if it is not a date."""
        if stamp != self.second or self._at is None:
            self._at = instant_of(stamp)
        if self._at is not None and stamp != self.second:
            self.second, self.occurrences = stamp, {}
        return self._at

    def _add_event(self, kind: EventKind, at: datetime, text: str, named: dict[str, str]) -> None:
        """Add an event of this second; beyond MAX_PER_SECOND, only repeated lines are added."""
        key = _key(self._server, self.second, text, 1)
        short = key[:_SHORT]
        times = self.occurrences.get(short, 0) + 1
        if times == 1 and len(self.occurrences) >= MAX_PER_SECOND:
            return
        self.occurrences[short] = times
        if times > 1:
            key = _key(self._server, self.second, text, times)
        if "player" in named:
            named["player"] = named["player"].lower()
        self.events.append(LogEvent(key, kind, at, **named))

    def _note_unknown(self, line: str) -> None:
        self.counts[EventKind.UNKNOWN] += 1
        self.unknown.append(line)


def _key(server: int, stamp: str, text: str, occurrence: int) -> str:
    return sha256(f"{server}\n{stamp}\n{occurrence}\n{text}".encode()).hexdigest()
