"""Reads the events in a piece of a log.

Reading the same bytes gives the same events, in whatever pieces they come.
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

MOST_IN_SECOND: Final = 1_000
"""Different lines of one second that are stored; more are counted only."""
_SHORT: Final = 16


@dataclass(frozen=True, slots=True)
class ReadingState:
    """What is remembered between two pieces of a log.

    ``stamp`` is that of the last line. ``second`` is that of the last event, and ``occurrences``
    counts the events of this second by the beginning of their first key.
    """

    is_in_line: bool = False
    stamp: str = ""
    second: str = ""
    occurrences: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogReading:
    """What a piece of a log tells. ``size`` is how many bytes of it were read."""

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
    is_last: bool = False,
) -> LogReading:
    """Read all lines that are complete; ``is_last`` says that no more of them comes."""
    lines = split_lines(data, is_in_line=state.is_in_line, is_last=is_last)
    events: list[LogEvent | ServerStarted] = []
    counts: Counter[EventKind] = Counter()
    unknown: list[str] = []
    last, second, occurrences = state.stamp, state.second, dict(state.occurrences)
    at: datetime | None = None
    for line in lines.texts:
        stamp, rest = grammar.stamp_of(line)
        found = grammar.match(rest) if rest else None
        if found is None:
            if rest:
                counts[EventKind.UNKNOWN] += 1
                unknown.append(line)
        else:
            pattern, match = found
            kind = pattern.kind
            if kind in STORED_KINDS or pattern.is_start:
                if stamp != second or at is None:
                    at = instant_of(stamp)
                if at is None:
                    counts[EventKind.UNKNOWN] += 1
                    unknown.append(line)
                    continue
                if stamp != second:
                    second, occurrences = stamp, {}
                if pattern.is_start:
                    events.append(ServerStarted(at, min(instant_of(last) or at, at)))
                else:
                    key = _key(server, stamp, rest, 1)
                    times = occurrences.get(key[:_SHORT], 0) + 1
                    if times > 1 or len(occurrences) < MOST_IN_SECOND:
                        occurrences[key[:_SHORT]] = times
                        key = key if times == 1 else _key(server, stamp, rest, times)
                        named = match.groupdict()
                        if "player" in named:
                            named["player"] = named["player"].lower()
                        events.append(LogEvent(key, kind, at, **named))
            counts[kind] += 1
        last = stamp or last
    return LogReading(
        lines.size,
        ReadingState(lines.is_in_line, last, second, occurrences),
        tuple(events),
        counts,
        tuple(unknown),
    )


def _key(server: int, stamp: str, text: str, occurrence: int) -> str:
    return sha256(f"{server}\n{stamp}\n{occurrence}\n{text}".encode()).hexdigest()
