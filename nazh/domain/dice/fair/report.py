"""Defines what a check is given, and what it reports. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.dice.fair.entries import Joined, Opened
from nazh.domain.dice.fair.faults import Fault


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
    def is_proven(self) -> bool:
        """True if there are no faults and the secret proves all faces."""
        return self.holds and self.is_closed
