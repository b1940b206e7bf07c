"""Defines what a check is given, and what it reports. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from nazh.domain.dice.fair.entries import Joined, Opened
from nazh.domain.dice.fair.faults import (
    Fault,
    NotAsSeen,
    NotTold,
    OtherCommitment,
    WordsMissing,
)

_NOT_AS_KNOWN: Final = (OtherCommitment, NotAsSeen, NotTold, WordsMissing)
"""Faults of a chain that may be consistent, but contradicts what is known of it."""


class Verdict(Enum):
    """The result of checking receipts. The values are public, in ``nazh verify --json``."""

    PROVEN = "proven"
    """All dice follow from the secret behind the commitment that somebody saw."""

    CONSISTENT = "consistent"
    """All dice follow from the secret, but anyone can invent such a session afterwards."""

    OPEN = "open"
    """No faults so far. Faces cannot be checked until the secret is revealed."""

    NOT_AS_SEEN = "not_as_seen"
    """The chain is consistent, but contradicts what was seen of it."""

    INCONSISTENT = "inconsistent"
    """The chain contradicts itself."""


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody knows of a session from elsewhere, such as Discord or their own notes.

    ``seen`` pairs the ``n`` of entries with the first digits of their digests, and ``words`` are
    digests of words that must have joined. All are lower-case hex digits.
    """

    commitment: str | None = None
    seen: tuple[tuple[int, str], ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The result of checking a chain of receipts.

    ``known`` is what it was compared with. Of all ``rolls``, ``plot_dice`` added later and
    ``spoiled`` rolls together, ``proven`` follow from the secret. ``joined`` are the words that
    players added, by line number. ``last`` is the digest of the last line.
    """

    known: Known
    opening: Opened | None
    lines: int
    rolls: int
    plot_dice: int
    spoiled: int
    proven: int
    players: int
    joined: tuple[tuple[int, Joined], ...]
    last: str
    is_closed: bool
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """True if there are no faults."""
        return not self.faults

    @property
    def wrong_lines(self) -> frozenset[int]:
        """The numbers of all lines that are wrong regardless of what is known."""
        return frozenset(
            fault.line for fault in self.faults if not isinstance(fault, _NOT_AS_KNOWN)
        )

    @property
    def verdict(self) -> Verdict:
        """The overall result. Nothing is proven without a known commitment."""
        if self.wrong_lines:
            return Verdict.INCONSISTENT
        if self.faults:
            return Verdict.NOT_AS_SEEN
        if not self.is_closed:
            return Verdict.OPEN
        return Verdict.CONSISTENT if self.known.commitment is None else Verdict.PROVEN
