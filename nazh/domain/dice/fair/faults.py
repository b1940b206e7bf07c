"""What can be wrong with a chain of receipts: one value for each way, so that it can be named.

``line`` is where the trouble shows, counted from 1 as editors do.

The class names are public: ``nazh verify --json`` writes them in snake case as the fault's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.dice.fair.entries import Totals
from nazh.domain.dice.fair.receipt_reader import Flaw
from nazh.domain.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """The line is no receipt; ``key`` is that of the value to blame, where one is."""

    line: int
    flaw: Flaw
    key: str | None


@dataclass(frozen=True, slots=True)
class NotOpened:
    """The chain does not begin with its opening."""

    line: int


@dataclass(frozen=True, slots=True)
class OpenedAgain:
    """A second opening."""

    line: int


@dataclass(frozen=True, slots=True)
class AfterTheEnd:
    """Something is told after the session was closed."""

    line: int


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The line does not continue the one before: either was changed, or one between is missing."""

    line: int


@dataclass(frozen=True, slots=True)
class OutOfPlace:
    """The entry says that it has another place in the chain than it has here."""

    line: int
    n: int
    expected: int


@dataclass(frozen=True, slots=True)
class CounterOutOfTurn:
    """The chance of a counter was used twice, or left out."""

    line: int
    counter: int
    expected: int


@dataclass(frozen=True, slots=True)
class PlayerOutOfTurn:
    """A player has a number before the one below was given."""

    line: int
    player: int
    expected: int


@dataclass(frozen=True, slots=True)
class OtherCommitment:
    """The opening makes another commitment than the one that was published."""

    line: int
    told: str
    known: str


@dataclass(frozen=True, slots=True)
class WrongSecret:
    """The secret that was told does not open the commitment."""

    line: int


@dataclass(frozen=True, slots=True)
class UnreadableRoll:
    """The notation is none (``refusal`` says why), or is not written as Nazh writes it."""

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
    """The faces do not follow from the secret; ``drawn`` do, cut off soon behind as many.

    ``drawn`` is ``None`` where the dice that follow from it divide by zero.
    """

    line: int
    told: tuple[int, ...]
    drawn: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class UnfitFaces:
    """The faces cannot fall in that roll."""

    line: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class WrongTotals:
    """The faces do not come to the totals that are told."""

    line: int
    told: Totals
    judged: Totals


@dataclass(frozen=True, slots=True)
class NotSpoiled:
    """The roll is said to have divided by zero, and its dice do not."""

    line: int


@dataclass(frozen=True, slots=True)
class NoSuchRoll:
    """A plot die fell beside a roll that is not told before it."""

    line: int
    of: int


@dataclass(frozen=True, slots=True)
class PlotDieTwice:
    """A plot die fell beside a roll that has one."""

    line: int
    of: int


@dataclass(frozen=True, slots=True)
class OtherNotation:
    """A roll reads otherwise with its plot die than it should."""

    line: int
    told: str
    expected: str


@dataclass(frozen=True, slots=True)
class NotAsSeen:
    """The entry ``n`` is not the one whose digest a player saw."""

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
    """Nobody joined with words of this digest; ``line`` is the last one."""

    line: int
    digest: str


ChainFault = (
    UnreadableLine | NotOpened | OpenedAgain | AfterTheEnd | BrokenLink | OutOfPlace
    | CounterOutOfTurn | PlayerOutOfTurn | WrongSecret
)  # fmt: skip
"""What is wrong with the chain itself."""
RollFault = (
    UnreadableRoll | UnknownRuleset | WrongFaces | UnfitFaces | WrongTotals | NotSpoiled
    | NoSuchRoll | PlotDieTwice | OtherNotation
)  # fmt: skip
"""What is wrong with one roll."""
KnownFault = OtherCommitment | NotAsSeen | NotTold | WordsMissing
"""What is not as somebody knows it to be."""
Fault = ChainFault | RollFault | KnownFault
