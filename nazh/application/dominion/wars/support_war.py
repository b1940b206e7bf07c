"""Pledges a nation's support to a side of a war, and previews what it commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_leader
from nazh.application.dominion.diplomacy.partners import relations_of
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.sides import Role, Supporter, committed_strength
from nazh.domain.dominion.errors.support import NoWarToSupport
from nazh.domain.dominion.nations.lifecycle import check_not_on_vacation
from nazh.domain.dominion.nations.nation import Nation, notify
from nazh.domain.dominion.notices import Facts, NoticeKind
from nazh.domain.dominion.wars.supporting import (
    Pledge,
    SupportOffer,
    enemy_of,
    pledge_support,
    support_by,
)
from nazh.domain.dominion.wars.war import WarState


@dataclass(frozen=True, slots=True)
class SupportPledged:
    """The supporting and the supported nation in a war, and the strength committed as of now.

    ``battle_at`` is the latest time of the battle unless the war is accepted. Results stored before
    ``is_accepted`` was introduced count as accepted.
    """

    war: int
    nation: str
    supported: str
    enemy: str
    strength: int
    battle_at: datetime
    is_accepted: bool = True


@dataclass(frozen=True, slots=True)
class SupportWar:
    """Pledges a part of the nation's strength to a side of a war (WAR-07)."""

    world: World

    async def __call__(self, requester: Requester, number: int, role: Role) -> SupportPledged:
        """Support the side.

        Raises NoNation, OnlyTheLeader, OnVacation, NoWarToSupport, and what ``pledge_support``
        does.
        """

        def work(world: WorldTransaction) -> SupportPledged:
            own, supported, pledge, pledged = _pledge(world, requester, number, role)
            facts: Facts = {"nation": own.name, "war": pledge.war}
            world.save_nation(notify(supported, NoticeKind.WAR_SUPPORTED, requester.act, facts))
            world.pledges.add(pledge)
            return pledged

        return await self.world.change(requester, SupportPledged, work)


@dataclass(frozen=True, slots=True)
class PreviewSupport:
    """Returns what ``SupportWar`` would do, without doing it."""

    world: World

    async def __call__(self, requester: Requester, number: int, role: Role) -> SupportPledged:
        """Return what ``SupportWar`` would do now. Raises what it does."""
        return await self.world.look(
            requester, lambda world: _pledge(world, requester, number, role)[3]
        )


def _pledge(
    world: WorldTransaction, requester: Requester, number: int, role: Role
) -> tuple[Nation, Nation, Pledge, SupportPledged]:
    war = world.lock_to_support(requester.guild, number)
    own = nation_as_leader(world, requester)
    check_not_on_vacation(own, requester.at)
    if war is None:
        raise NoWarToSupport(number)
    rules = world.season.rules
    supported, enemy = world.nation(war.nation(role)), world.nation(enemy_of(war, role))
    wars = world.wars_of(own.id)
    offer = SupportOffer(
        war=war,
        role=role,
        supporter=own,
        supported=supported,
        enemy=enemy,
        friends=relations_of(world, own.id, supported.id, wars),
        foes=relations_of(world, own.id, enemy.id, wars),
        in_war=world.pledges.in_war(war.id),
        own=world.pledges.of_nation(own.id),
        at=requester.at,
    )
    pledge = pledge_support(offer, rules)
    side = Supporter(own.id, own.military.units, commits=support_by(pledge, own, 1, rules).commits)
    strength = committed_strength(side, battle_rules(rules))
    is_accepted = war.state is not WarState.PROPOSED
    pledged = SupportPledged(
        war.id, own.name, supported.name, enemy.name, strength, war.battle_at, is_accepted
    )
    return own, supported, pledge, pledged
