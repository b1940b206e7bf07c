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
class _LocatedFault:
    line: int


@dataclass(frozen=True, slots=True)
class UnreadableLine(_LocatedFault):
    """The line is not a receipt; ``key`` is the key of the invalid value, if there is one."""

    flaw: Flaw
    key: str | None


class NotOpened(_LocatedFault):
    """The chain does not begin with an opening entry."""


class OpenedAgain(_LocatedFault):
    """The session is opened a second time."""


class AfterTheEnd(_LocatedFault):
    """An entry follows the end of the session."""


class BrokenLink(_LocatedFault):
    """The line does not continue the one before: either was changed, or a line is missing."""


@dataclass(frozen=True, slots=True)
class OutOfPlace(_LocatedFault):
    """The entry's ``n`` differs from its position in the chain."""

    n: int
    expected: int


@dataclass(frozen=True, slots=True)
class CounterOutOfTurn(_LocatedFault):
    """A counter was used twice, or skipped."""

    counter: int
    expected: int


@dataclass(frozen=True, slots=True)
class PlayerOutOfTurn(_LocatedFault):
    """A player's number was used before the number below it."""

    player: int
    expected: int


@dataclass(frozen=True, slots=True)
class OtherCommitment(_LocatedFault):
    """The commitment differs from the published one."""

    recorded: str
    known: str


class WrongSecret(_LocatedFault):
    """The disclosed secret does not match the commitment."""


@dataclass(frozen=True, slots=True)
class UnreadableRoll(_LocatedFault):
    """The notation is invalid (``refusal`` says why), or not canonical."""

    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class UnknownRuleset(_LocatedFault):
    """There is no ruleset with that name."""

    ruleset: str


@dataclass(frozen=True, slots=True)
class WrongFaces(_LocatedFault):
    """The faces do not follow from the secret.

    ``drawn`` are the faces that do, truncated soon after the same number, or ``None`` if they
    divide by zero.
    """

    recorded: tuple[int, ...]
    drawn: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class UnfitFaces(_LocatedFault):
    """The faces are impossible in that roll."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class WrongTotals(_LocatedFault):
    """The totals do not follow from the faces."""

    recorded: Totals
    judged: Totals


class NotSpoiled(_LocatedFault):
    """The roll is recorded as a division by zero, but its dice do not divide by zero."""


@dataclass(frozen=True, slots=True)
class NoSuchRoll(_LocatedFault):
    """A plot die was added to a roll that is not recorded before it."""

    of: int


@dataclass(frozen=True, slots=True)
class PlotDieTwice(_LocatedFault):
    """A plot die was added to a roll that has one."""

    of: int


@dataclass(frozen=True, slots=True)
class OtherNotation(_LocatedFault):
    """The notation of a roll with its plot die is not the expected one."""

    recorded: str
    expected: str


@dataclass(frozen=True, slots=True)
class NotAsSeen(_LocatedFault):
    """The digest of an entry differs from the one that a player saw."""

    seen: str
    digest: str


@dataclass(frozen=True, slots=True)
class NotTold(_LocatedFault):
    """The entry ``n``, whose digest a player saw, is missing; ``line`` is the last one."""

    n: int
    seen: str


@dataclass(frozen=True, slots=True)
class WordsMissing(_LocatedFault):
    """No player joined with words of this digest; ``line`` is the last one."""

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
