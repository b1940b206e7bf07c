"""Provides honest fair sessions, and functions to manipulate them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from nazh.domain.dice import RECORDED_RULESETS, Roll, Ruleset, add_plot_die, judge, throw
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.fair import (
    Entry,
    FairSession,
    Receipt,
    digest_of,
    open_session,
    read_entry,
    write_entry,
)
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.identity import GuildId

SECRET: Final = bytes(range(32))
SESSION: Final = "0123456789abcdef"
SERVER: Final = GuildId(987_654_321_098_765_432)
START: Final = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def read_entries(lines: Iterable[str | bytes]) -> Iterator[Entry]:
    """Yield the entry of each line."""
    return map(read_entry, lines)


FIRST_EDITION = RECORDED_RULESETS["nazh"]
"""The rules of the vectors, which are those of the first receipts."""


@dataclass
class SampleSession:
    """Builds an honest fair session."""

    secret: bytes = SECRET
    session: str = SESSION
    lines: list[str] = field(default_factory=list)
    rolls: dict[int, tuple[Roll, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        receipt, self.state = open_session(self.session, self.secret, SERVER, START)
        self.lines.append(receipt.line)

    @property
    def now(self) -> datetime:
        """The time, a minute later for each entry."""
        return START + timedelta(minutes=len(self.lines))

    def add_words(self, player: int, words: str) -> int:
        """Add words; return the position of the entry."""
        return self._put(self.state.joined(player, words, self.now))

    def roll_for(self, player: int, notation: str, ruleset: Ruleset = FIRST_EDITION) -> int:
        """Roll, with any outcome; return the position of the entry."""
        plan = read_roll(notation)
        dice = self.state.dice
        try:
            rolls = tuple(judge(throw(plan, dice), ruleset) for _ in range(plan.repeats))
        except DivisionByZero:
            return self._put(self.state.spoiled(player, plan, ruleset, self.now))
        n = self._put(self.state.rolled(player, rolls, self.now))
        self.rolls[n] = rolls
        return n

    def add_plot_die_to(self, of: int) -> int:
        """Add a plot die to a roll; return the position of the entry."""
        dice = self.state.dice
        before = self.rolls[of]
        throws = [add_plot_die(roll.throw, dice) for roll in before]
        rolls = tuple(judge(thrown, before[0].ruleset) for thrown in throws)
        return self._put(self.state.plot_die_added(of, rolls, self.now))

    def close(self) -> list[bytes]:
        """End the session; return all of its lines."""
        self.lines.append(self.state.closed(self.now).line)
        return as_bytes(self.lines)

    def _put(self, step: tuple[Receipt, FairSession]) -> int:
        receipt, self.state = step
        self.lines.append(receipt.line)
        return receipt.n


def sample_session(
    secret: bytes = SECRET, words: str = "The moon is made of cheese"
) -> SampleSession:
    """An open session of three players with entries of every kind."""
    sample = SampleSession(secret)
    sample.add_words(1, words)
    first = sample.roll_for(1, "a1d20+5, 2d6")
    sample.roll_for(2, "4d6kh3")
    sample.add_plot_die_to(first)
    sample.add_words(2, "Füße ölen")
    sample.roll_for(1, "3x1d20+2 vs 15")
    sample.roll_for(3, "10d10!")
    scores = sample.roll_for(2, "2x2d6")
    sample.add_words(3, "seven")
    sample.add_plot_die_to(scores)
    sample.roll_for(3, "1d10000, 4dF, dp")
    # An attempt to learn the next face for free, with a correct guess.
    (next_face,) = sample.state.dice.faces(1, 20)
    sample.roll_for(1, f"6/(1d20-{next_face})")
    sample.roll_for(2, "Stealth: 1d100")
    return sample


def as_bytes(lines: Sequence[str]) -> list[bytes]:
    """Return lines as they are read from a file."""
    return [line.encode() for line in lines]


DecodedEntry = dict[str, object]


def decoded(line: bytes | str) -> DecodedEntry:
    """Return a line as plain JSON."""
    values: DecodedEntry = json.loads(line)
    return values


def encoded(values: DecodedEntry) -> bytes:
    """Return JSON as a line of receipts is written."""
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode()


def changed(line: bytes, **values: object) -> bytes:
    """Return a line with other values, in the right form."""
    return encoded(decoded(line) | values)


def relinked(lines: Sequence[bytes]) -> list[bytes]:
    """Return lines with recomputed positions and links, as by a forger."""
    chain: list[bytes] = []
    for n, line in enumerate(lines):
        values = decoded(line) | {"n": n}
        if chain:
            values["before"] = digest_of(chain[-1])
        chain.append(encoded(values))
    return chain


def with_entry(
    lines: Sequence[bytes], n: int, change: Callable[[DecodedEntry], DecodedEntry]
) -> list[bytes]:
    """Return the lines with a changed one at ``n``."""
    return [*lines[:n], encoded(change(decoded(lines[n]))), *lines[n + 1 :]]


def again(line: bytes) -> Entry:
    """Return an entry after writing and reading it."""
    entry = read_entry(line)
    assert write_entry(entry).encode() == line
    return entry
