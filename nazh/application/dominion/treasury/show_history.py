"""Shows the changes of a nation's stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.access import nation_as_member
from nazh.application.dominion.ports import LedgerLine, Ledgers, Requester, World, WorldTransaction
from nazh.domain.dominion.ledger import Reason
from nazh.domain.dominion.nations import Nation

MAX_HOURS: Final = 7 * 24
MAX_ENTRIES: Final = 10_000
"""The most entries of an export, about 600 kB; a nation has far fewer in a week."""


@dataclass(frozen=True, slots=True)
class TreasuryHistory:
    """The changes of a nation's stock in the last ``hours``, by reason.

    ``entries`` are the latest changes, if requested.
    """

    nation: Nation
    hours: int
    sums: Mapping[Reason, int]
    entries: tuple[LedgerLine, ...] | None = None


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Shows the history of the treasury to a citizen or the leader (RES-09)."""

    world: World
    ledgers: Ledgers

    async def __call__(
        self, requester: Requester, hours: int, *, has_entries: bool = False
    ) -> TreasuryHistory:
        """Return the changes of the last ``hours``, 1 to MAX_HOURS, and each entry if requested.

        Raises NoNation and OnlyCitizens.
        """

        def work(world: WorldTransaction) -> Nation:
            nation = nation_as_member(world, requester)
            world.save_nation(nation)
            return nation

        nation = await self.world.look(requester, work)
        since = requester.at - timedelta(hours=hours)
        sums = await self.ledgers.sums(nation.id, since)
        if not has_entries:
            return TreasuryHistory(nation, hours, sums)
        entries = await self.ledgers.entries(nation.id, since, MAX_ENTRIES)
        return TreasuryHistory(nation, hours, sums, entries)
