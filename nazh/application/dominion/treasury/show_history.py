"""Shows how the stock of a nation has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.access import nation_as_citizen
from nazh.application.dominion.ports import Ledgers, Requester, World, WorldTransaction
from nazh.domain.dominion.ledger import Reason
from nazh.domain.dominion.nations import Nation

MAX_HOURS: Final = 7 * 24


@dataclass(frozen=True, slots=True)
class TreasuryHistory:
    """The changes of a nation's stock in the last ``hours``, by reason."""

    nation: Nation
    hours: int
    sums: Mapping[Reason, int]


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Shows the history of the treasury to a citizen (RES-09)."""

    world: World
    ledgers: Ledgers

    async def __call__(self, requester: Requester, hours: int) -> TreasuryHistory:
        """Return the changes of the last ``hours``, from 1 to MAX_HOURS.

        Raises NoNation and OnlyCitizens.
        """

        def work(world: WorldTransaction) -> Nation:
            nation, citizen = nation_as_citizen(world, requester)
            world.save_nation(nation)
            world.save_citizen(citizen)
            return nation

        nation = await self.world.look(requester, work)
        since = requester.at - timedelta(hours=hours)
        return TreasuryHistory(nation, hours, await self.ledgers.sums(nation.id, since))
