"""The faults that a chain of receipts can have, one class each.

``line`` is where the fault occurs, counted from 1 as editors do. The class names are public: ``nazh
verify --json`` writes them in snake case as the fault's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.dice.fair.entries import Totals
from nazh.domain.dice.fair.receipt_reader import Flaw
from nazh.domain.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """The line is not a receipt; ``key`` is the key of the invalid value, if there is one."""

    line: int
    flaw: Flaw
    key: str | None


@dataclass(frozen=True, slots=True)
class NotOpened:
    """The chain does not begin with an opening entry."""

    line: int


@dataclass(frozen=True, slots=True)
class OpenedAgain:
    """The session is opened a second time."""

    line: int


@dataclass(frozen=True, slots=True)
class AfterTheEnd:
    """An entry follows the end of the session."""

    line: int


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The line does not continue the one before: either was changed, or a line is missing."""

    line: int


@dataclass(frozen=True, slots=True)
class OutOfPlace:
    """The entry's ``n`` differs from its position in the chain."""

    line: int
    n: int
    expected: int


@dataclass(frozen=True, slots=True)
class CounterOutOfTurn:
    """A counter was used twice, or skipped."""

    line: int
    counter: int
    expected: int


@dataclass(frozen=True, slots=True)
class PlayerOutOfTurn:
    """A player's number was used before the number below it."""

    line: int
    player: int
    expected: int


@dataclass(frozen=True, slots=True)
class OtherCommitment:
    """The commitment differs from the published one."""

    line: int
    told: str
    known: str


@dataclass(frozen=True, slots=True)
class WrongSecret:
    """The disclosed secret does not match the commitment."""

    line: int


@dataclass(frozen=True, slots=True)
class UnreadableRoll:
    """The notation is invalid (``refusal`` says why), or not canonical."""

    line: int
    notation: str
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class UnknownRuleset:
    """There is no ruleset of that name."""

    line: int
    ruleset: str


@dataclass(frozen=True, slots=True)
class WrongFaces:
    """The faces do not follow from the secret. ``drawn`` do, truncated soon after as many faces.

    ``drawn`` is ``None`` if the dice that follow from the secret divide by zero.
    """

    line: int
    told: tuple[int, ...]
    drawn: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class UnfitFaces:
    """The faces are impossible in that roll."""

    line: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class WrongTotals:
    """The totals do not follow from the faces."""

    line: int
    told: Totals
    judged: Totals


@dataclass(frozen=True, slots=True)
class NotSpoiled:
    """The roll is recorded as a division by zero, but its dice do not divide by zero."""

    line: int


@dataclass(frozen=True, slots=True)
class NoSuchRoll:
    """A plot die was added to a roll that is not recorded before it."""

    line: int
    of: int


@dataclass(frozen=True, slots=True)
class PlotDieTwice:
    """A plot die was added to a roll that has one."""

    line: int
    of: int


@dataclass(frozen=True, slots=True)
class OtherNotation:
    """The notation of a roll with its plot die is not the expected one."""

    line: int
    told: str
    expected: str


@dataclass(frozen=True, slots=True)
class NotAsSeen:
    """The entry ``n`` has another digest than the one a player saw."""

    line: int
    n: int
    seen: str
    digest: str


@dataclass(frozen=True, slots=True)
class NotTold:
    """The entry ``n``, whose digest a player saw, is missing; ``line`` is the last one."""

    line: int
    n: int
    seen: str


@dataclass(frozen=True, slots=True)
class WordsMissing:
    """No player joined with words of this digest; ``line`` is the last one."""

    line: int
    digest: str


ChainFault = (
    UnreadableLine | NotOpened | OpenedAgain | AfterTheEnd | BrokenLink | OutOfPlace
    | CounterOutOfTurn | PlayerOutOfTurn | WrongSecret
)  # fmt: skip
"""Faults of the chain itself."""
RollFault = (
    UnreadableRoll | UnknownRuleset | WrongFaces | UnfitFaces | WrongTotals | NotSpoiled
    | NoSuchRoll | PlotDieTwice | OtherNotation
)  # fmt: skip
"""Faults of a single roll."""
KnownFault = OtherCommitment | NotAsSeen | NotTold | WordsMissing
"""Differences from what somebody knows of the session."""
Fault = ChainFault | RollFault | KnownFault
