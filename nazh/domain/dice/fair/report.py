"""What a check is told, and what it finds. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.dice.fair.entries import Joined, Opened
from nazh.domain.dice.fair.faults import Fault


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody knows of a session from elsewhere: from Discord, or from their own memory.

    ``seen`` pairs the ``n`` of entries with the first digits of their digests, and ``words`` are
    the digests of words that must be among those that joined. All in lower-case hex digits.
    """

    commitment: str | None = None
    seen: tuple[tuple[int, str], ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a chain of receipts comes to.

    ``known`` is what it was compared with. Of the ``rolls``, ``plot_dice`` added later and
    ``spoiled`` rolls together, ``proven`` follow from the secret. ``joined`` are the words that
    players added, by number of line. ``last`` is the digest of the last line.
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
        """Whether nothing was found to be wrong."""
        return not self.faults

    @property
    def is_proven(self) -> bool:
        """Whether all of it holds, and the secret shows that all faces follow from it."""
        return self.holds and self.is_closed
