"""What the dice use cases ask for about statistics: counts of what fell, and p-values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from nazh.domain.dice.statistics.roll_counts import RollCounts
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class PlayerSubject:
    """The rolls of a player, or only those as one ``character``.

    Secret ones are among them only where ``with_secret`` says so.
    """

    player: UserId
    character: str | None = None
    with_secret: bool = True


@dataclass(frozen=True, slots=True)
class GuildSubject:
    """The public rolls of everybody on a server."""

    guild: GuildId


Subject = PlayerSubject | GuildSubject


@dataclass(frozen=True, slots=True)
class CountsSince:
    """The counts, and the instant of the first roll in them; ``None`` where there is none."""

    counts: RollCounts
    since: datetime | None


class RollCounters(Protocol):
    """Counts of what fell, added up by the ledger. They outlive the rolls."""

    async def read(self, about: Subject) -> CountsSince:
        """Return the counts of the rolls that are committed, also of those that were pruned since.

        Raises ``Unavailable``.
        """
        ...


class PValues(Protocol):
    """How likely fair dice are as far from even as those that were thrown."""

    def chi_square_tails(self, chi_square: Fraction, freedom: int) -> tuple[float, float]:
        """Return the probability of at most ``chi_square``, and that of at least so much.

        ``chi_square >= 0`` with ``freedom >= 1`` degrees of freedom. Right to 12 digits. Never
        raises.
        """
        ...
