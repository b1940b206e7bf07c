"""The ports for roll counters and p-values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from nazh.domain.dice.statistics.roll_counts import RollCounts
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class PlayerSubject:
    """The rolls of a player, or only those of one ``character``.

    Secret ones are included only with ``with_secret``.
    """

    player: UserId
    character: str | None = None
    with_secret: bool = True


@dataclass(frozen=True, slots=True)
class GuildSubject:
    """The public rolls of everybody in a guild."""

    guild: GuildId


Subject = PlayerSubject | GuildSubject


@dataclass(frozen=True, slots=True)
class CountsSince:
    """Counts, and the instant of the first roll in them, or ``None`` if there is none."""

    counts: RollCounts
    since: datetime | None


class RollCounters(Protocol):
    """Reads roll counters, which the ledger updates. They are kept when rolls are deleted."""

    async def read(self, about: Subject) -> CountsSince:
        """Return the counts of all committed rolls, including rolls pruned since.

        Raises ``Unavailable``.
        """
        ...


class PValues(Protocol):
    """Calculates how likely a chi-square value is for fair dice."""

    def chi_square_tails(self, chi_square: Fraction, freedom: int) -> tuple[float, float]:
        """Return the probability of at most ``chi_square``, and that of at least ``chi_square``.

        ``chi_square >= 0`` with ``freedom >= 1`` degrees of freedom. Accurate to 12 digits. Never
        raises.
        """
        ...
