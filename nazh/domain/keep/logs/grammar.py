"""Defines the grammar of a game's log, and parses lines with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from re import Match, Pattern
from typing import Final

from nazh.domain.keep.logs.events import EventKind

LONGEST_LINE: Final = 1_024
"""The most characters of a line that are read."""


@dataclass(frozen=True, slots=True)
class LogPattern:
    """Matches whole lines of one kind, without their timestamps.

    Its quantifiers are bounded, and its groups may be ``name``, ``player``, ``platform`` and
    ``text``. ``part`` occurs in every such line, and is searched for first because that is faster.
    ``is_start`` marks lines that a game server writes when it starts.
    """

    kind: EventKind
    part: str
    pattern: Pattern[str]
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class LogGrammar:
    """The grammar of a game's log. The first matching pattern determines the kind of a line.

    ``stamps`` matches the prefix of a line. Its group ``at``, or ``inner`` if present, is a UTC
    timestamp as ``YYYY.MM.DD-HH.MM.SS``, with any character between date and time.
    """

    stamps: Pattern[str]
    patterns: tuple[LogPattern, ...]

    def stamp_of(self, line: str) -> tuple[str, str]:
        """Return the normalized timestamp of a line, or an empty text, and the rest of the line.

        The rest has no unprintable characters, and single spaces only.
        """
        match = self.stamps.match(line)
        if match is None:
            return "", _plain(line)
        stamp: str = match["inner"] or match["at"] or ""
        return f"{stamp[:10]} {stamp[11:]}" if stamp else "", _plain(line[match.end() :])

    def match(self, rest: str) -> tuple[LogPattern, Match[str]] | None:
        """Return the pattern that matches a line without timestamp, and its match."""
        for pattern in self.patterns:
            if pattern.part in rest:
                match = pattern.pattern.fullmatch(rest)
                if match is not None:
                    return pattern, match
        return None


def instant_of(stamp: str) -> datetime | None:
    """Return the instant of a timestamp from ``stamp_of``, or ``None`` if it is invalid."""
    try:
        return datetime(
            int(stamp[:4]),
            int(stamp[5:7]),
            int(stamp[8:10]),
            int(stamp[11:13]),
            int(stamp[14:16]),
            int(stamp[17:19]),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def _plain(text: str) -> str:
    plain = text.strip()
    if not plain.isprintable():
        plain = "".join(
            character if character.isprintable() else " " for character in plain
        ).strip()
    return plain if "  " not in plain else " ".join(filter(None, plain.split(" ")))
