"""What the dice use cases ask for about statistics: counts of what fell, and p-values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from nazh.domain.dice.statistics.tallies import Tally
from nazh.domain.kernel.identity import PlayerId, ServerId


@dataclass(frozen=True, slots=True)
class OfPlayer:
    """The rolls of a player, or only those as one ``character``.

    Secret ones are among them only where ``with_secret`` says so.
    """

    player: PlayerId
    character: str | None = None
    with_secret: bool = True


@dataclass(frozen=True, slots=True)
class OfServer:
    """The public rolls of everybody on a server."""

    server: ServerId


Subject = OfPlayer | OfServer


@dataclass(frozen=True, slots=True)
class Tallied:
    """The counts, and the instant of the first roll in them; ``None`` where there is none."""

    tally: Tally
    since: datetime | None


class RollTallies(Protocol):
    """Counts of what fell, added up by the ledger. They outlive the rolls."""

    async def read(self, about: Subject) -> Tallied:
        """Return the counts of the rolls that are committed, also of those that were pruned since.

        Raises ``Unavailable``.
        """
        ...


class Significance(Protocol):
    """How likely fair dice are as far from even as those that were thrown."""

    def tails(self, chi_square: Fraction, freedom: int) -> tuple[float, float]:
        """Return the probability of at most ``chi_square``, and that of at least so much.

        ``chi_square >= 0`` with ``freedom >= 1`` degrees of freedom. Right to 12 digits. Never
        raises.
        """
        ...
