"""Accepts, declines and withdraws wars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from nazh.application.dominion.access import nation_as_delegate, nation_as_leader
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.application.dominion.wars.supporters import tell_supporters
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.errors.wars import NoSuchWar
from nazh.domain.dominion.events import (
    WarAccepted,
    WarDeclined,
    WarProceeded,
    WarWithdrawn,
    parties,
)
from nazh.domain.dominion.nations.nation import Act, Nation
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.war_notices import news_of, tell
from nazh.domain.dominion.wars.peace import end_offer
from nazh.domain.dominion.wars.responding import accept, decline, role_for, withdraw
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.dominion.wars.war import War, opposite

ENDINGS: Final = frozenset({WarEvent.DECLINE, WarEvent.WITHDRAW, WarEvent.SURRENDER})
"""Events by which one side ends a war before its battle."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An accepted war, with the instant of its battle and the commitment to its secret."""

    war: int
    enemy: str
    battle_at: datetime
    commitment: str


@dataclass(frozen=True, slots=True)
class WarAvoided:
    """A declined or withdrawn war, and the reputation it cost."""

    war: int
    enemy: str
    reputation: int


@dataclass(frozen=True, slots=True)
class AcceptWar:
    """Accepts a war, and schedules its battle at the defender's battle hour (C-04)."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> Acceptance:
        """Accept the war.

        Raises NoNation, OnlyTheLeader, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> Acceptance:
            war, _, own, enemy = war_as_leader(world, requester, number, WarEvent.ACCEPT)
            commitment = world.commit_to_secret(war.id)
            accepted = accept(war, own, requester.at, commitment, world.season.rules)
            world.save_war(accepted)
            fact = WarAccepted(
                *parties(war, own, enemy),
                requester.at,
                accepted.battle_at,
                commitment.published,
                is_automatic=False,
            )
            _announce(world, fact, own, enemy)
            return Acceptance(war.id, enemy.name, accepted.battle_at, commitment.published)

        return await self.world.change(requester, Acceptance, work)


@dataclass(frozen=True, slots=True)
class DeclineWar:
    """Declines a war, which costs reputation (A7)."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> WarAvoided:
        """Decline the war.

        Raises NoNation, OnlyTheLeader, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> WarAvoided:
            war, _, own, enemy = war_as_leader(world, requester, number, WarEvent.DECLINE)
            wars, rules = world.wars_of(own.id), world.season.rules
            declined, after = decline(war, own, wars, requester.at, rules)
            world.save_war(declined)
            fact = WarDeclined(*parties(war, own, enemy), requester.at)
            _announce(world, fact, after, enemy)
            tell_supporters(world, war, news_of(fact))
            return WarAvoided(war.id, enemy.name, after.reputation - own.reputation)

        return await self.world.change(requester, WarAvoided, work)


@dataclass(frozen=True, slots=True)
class WithdrawWar:
    """Withdraws a declaration that has not been accepted (WAR-01)."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> WarAvoided:
        """Withdraw the declaration.

        Raises NoNation, OnlyTheLeader, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> WarAvoided:
            war, _, own, enemy = war_as_leader(world, requester, number, WarEvent.WITHDRAW)
            withdrawn, after = withdraw(war, own, requester.at, world.season.rules)
            world.save_war(withdrawn)
            fact = WarWithdrawn(*parties(war, own, enemy), requester.at)
            _announce(world, fact, after, enemy)
            tell_supporters(world, war, news_of(fact))
            return WarAvoided(war.id, enemy.name, after.reputation - own.reputation)

        return await self.world.change(requester, WarAvoided, work)


def _announce(world: WorldTransaction, fact: WarProceeded, *nations: Nation) -> None:
    """Save both nations with a notice of the event, and publish it."""
    for nation in nations:
        world.save_nation(tell(nation, fact))
    world.announce(fact)


class WarSides(NamedTuple):
    """A war, the side on which the acting nation is, that nation and its enemy."""

    war: War
    role: Role
    own: Nation
    enemy: Nation

    def without_offer(self, act: Act) -> WarSides:
        """Return the war and its nations after the offer of peace, if any, has ended."""
        peace = end_offer(self.war, self.own, self.enemy, act)
        return WarSides(peace.war, self.role, peace.own, peace.enemy)


def war_as_leader(
    world: WorldTransaction, requester: Requester, number: int, event: WarEvent
) -> WarSides:
    """Return a war of the leader's nation, if the leader may trigger the event.

    An event that ends the war ends its offer of peace first; the caller saves both nations. Raises
    NoNation, OnlyTheLeader, and what ``role_for`` does.
    """
    if event is WarEvent.SURRENDER:
        war = world.lock_for_surrender(requester.guild, number)
        sides = _sides(world, war, nation_as_leader(world, requester), number, event)
    else:
        sides = war_seen_as_leader(world, requester, number, event)
    return sides.without_offer(requester.act) if event in ENDINGS else sides


def war_seen_as_leader(
    world: WorldTransaction, requester: Requester, number: int, event: WarEvent
) -> WarSides:
    """Return what ``war_as_leader`` does, without ending an offer of peace.

    Raises NoNation, OnlyTheLeader, and what ``role_for`` does.
    """
    war = world.lock_for_war(requester.guild, number)
    return _sides(world, war, nation_as_leader(world, requester), number, event)


def war_as_delegate(
    world: WorldTransaction, requester: Requester, number: int, event: WarEvent, office: Office
) -> WarSides:
    """Return what ``war_seen_as_leader`` does, but also for the holder of an office.

    Raises NoNation, OnlyDelegates, OnVacation, and what ``role_for`` does.
    """
    war = world.lock_for_war(requester.guild, number)
    return _sides(world, war, nation_as_delegate(world, requester, office), number, event)


def _sides(
    world: WorldTransaction, war: War | None, own: Nation, number: int, event: WarEvent
) -> WarSides:
    if war is None:
        raise NoSuchWar(number)
    role = role_for(war, own.id, event)
    return WarSides(war, role, own, world.nation(war.nation(opposite(role))))
