"""Shows the public statistics of a nation in the season."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.ports import (
    FoughtWars,
    Leaderships,
    Ledgers,
    PublicNation,
)
from nazh.domain.dominion.nations.ledger import Reason

_MAX_LEADERS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NationStatistics:
    """Sums of the season.

    ``streak`` is how many of the last wars were won in a row, negative if they were lost, and 0
    before the first one. ``gained`` and ``given`` are resources won and lost in wars, ``land`` is
    captured territory, and ``leaders`` counts all leaders since the nation was founded.
    """

    nation: PublicNation
    earned: int
    contributed: int
    won: int
    lost: int
    streak: int
    gained: int
    given: int
    land: int
    leaders: int


@dataclass(frozen=True, slots=True)
class ShowStatistics:
    """Shows the statistics of a nation (LDB-07)."""

    ledgers: Ledgers
    wars: FoughtWars
    leaderships: Leaderships

    async def __call__(self, nation: PublicNation) -> NationStatistics:
        """Return the statistics of a nation. Raises ``Unavailable``."""
        sums = await self.ledgers.sums(nation.id, nation.founded_at)
        wars = await self.wars.of_nation(nation.id)
        results = [war.is_won for war in wars]
        return NationStatistics(
            nation=nation,
            earned=sums.get(Reason.GENERATION, 0),
            contributed=sums.get(Reason.CONTRIBUTION, 0),
            won=sum(results),
            lost=len(results) - sum(results),
            streak=streak_of(results),
            gained=sums.get(Reason.WAR_GAIN, 0),
            given=-sums.get(Reason.WAR_LOSS, 0),
            land=sum(war.captured for war in wars if war.is_won),
            leaders=len(await self.leaderships.of_nation(nation.id, _MAX_LEADERS)),
        )


def streak_of(results: Sequence[bool]) -> int:
    """Return the length of the streak at the end of ``results``, negative for losses."""
    streak = 0
    for is_won in reversed(results):
        if streak and is_won is not (streak > 0):
            break
        streak += 1 if is_won else -1
    return streak
