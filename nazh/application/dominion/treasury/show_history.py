"""Shows the changes of a nation's stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dominion.access import nation_of_member
from nazh.application.dominion.ports import LedgerLine, Ledgers, Requester, World
from nazh.domain.dominion.nations.ledger import MERGED_AFTER, Reason
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.world_time import day_of, start_of_day

MAX_HOURS: Final = 7 * 24
MAX_ENTRIES: Final = 10_000
"""The most entries of an export, about 600 kB; a nation has far fewer in a week."""


@dataclass(frozen=True, slots=True)
class TreasuryHistory:
    """The changes of a nation's stock since an instant, by reason, or those for one ``reason``.

    ``hours`` is the requested period, and ``entries`` are the latest changes, oldest first, if they
    or a reason were requested.
    """

    nation: Nation
    hours: int
    since: datetime
    sums: Mapping[Reason, int]
    entries: tuple[LedgerLine, ...] | None = None
    reason: Reason | None = None

    @property
    def begins_with_a_day(self) -> bool:
        """Whether ``since`` is the start of a day, and so before the requested period."""
        return timedelta(hours=self.hours) > MERGED_AFTER


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Shows the history of the treasury to a citizen or the leader (RES-09)."""

    world: World
    ledgers: Ledgers

    async def __call__(
        self,
        requester: Requester,
        hours: int,
        reason: Reason | None = None,
        *,
        has_entries: bool = False,
    ) -> TreasuryHistory:
        """Return the changes of the last ``hours``, 1 to MAX_HOURS, and each entry if requested.

        With a ``reason``, return only its changes, with each entry.

        A longer period than MERGED_AFTER is extended to the start of its first day, because older
        entries of income are merged by day. Raises NoNation and OnlyCitizens.
        """
        nation = await nation_of_member(self.world, requester)
        since = requester.at - timedelta(hours=hours)
        if timedelta(hours=hours) > MERGED_AFTER:
            since = start_of_day(day_of(since))
        sums = await self.ledgers.sums(nation.id, since)
        if reason is not None:
            sums = {reason: sums.get(reason, 0)}
        elif not has_entries:
            return TreasuryHistory(nation, hours, since, sums)
        entries = await self.ledgers.entries(nation.id, since, MAX_ENTRIES, reason)
        return TreasuryHistory(nation, hours, since, sums, entries, reason)
