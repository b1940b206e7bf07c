"""Adds a citizen's contribution to the stock of their nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_citizen
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.citizens import check_newcomer, contribute
from nazh.domain.dominion.events import ResourcesLost
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.lifecycle import check_not_on_vacation


@dataclass(frozen=True, slots=True)
class Contributed:
    """What was added to the stock, now ``resources``, and the citizen's points."""

    nation: str
    added: int
    resources: int
    capacity: int
    points: int
    all_points: int
    streak: int
    again_at: datetime


@dataclass(frozen=True, slots=True)
class ContributeResources:
    """Adds a citizen's contribution, once every few hours (RES-06)."""

    world: World

    async def __call__(self, requester: Requester) -> Contributed:
        """Add the contribution.

        Raises NoNation, OnlyCitizens, OnVacation, ContributorDeleted and TooSoon.
        """

        def work(world: WorldTransaction) -> Contributed:
            rules = world.season.rules.resources
            nation, citizen = nation_as_citizen(world, requester)
            check_not_on_vacation(nation, requester.at)
            if citizen.contributed_at is None:
                unlinked = world.last_unlinked_contribution(nation.id, citizen.joined_at)
                check_newcomer(nation, unlinked, requester.at, rules)
            nation, citizen, contribution = contribute(nation, citizen, requester.act, rules)
            world.save_nation(nation)
            world.save_citizen(citizen)
            if contribution.amount > contribution.added:
                world.announce(
                    ResourcesLost(Reason.CONTRIBUTION, contribution.amount - contribution.added)
                )
            return Contributed(
                nation=nation.name,
                added=contribution.added,
                resources=nation.resources,
                capacity=nation.capacity(rules),
                points=contribution.points,
                all_points=citizen.points,
                streak=contribution.streak,
                again_at=contribution.again_at,
            )

        return await self.world.change(requester, Contributed, work)
