"""Proposes, accepts and rejects peace, and previews accepting it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.application.dominion.wars.answer_war import WarSides, war_as_delegate
from nazh.application.dominion.wars.supporters import tell_supporters
from nazh.domain.dominion.nations.nation import Act, notify
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.notices import Facts, NoticeKind
from nazh.domain.dominion.war_notices import peace_news
from nazh.domain.dominion.wars.peace import (
    Peace,
    accept_peace,
    check_offer,
    end_offer,
    open_offer,
    propose_peace,
)
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.dominion.wars.war import Terms


@dataclass(frozen=True, slots=True)
class PeaceRequest:
    """What a nation gives and asks for in return for peace."""

    war: int
    gives: Terms
    asks: Terms


@dataclass(frozen=True, slots=True)
class PeaceProposed:
    """An offer of peace, what was reserved for it, and when it expires."""

    war: int
    enemy: str
    resources: int
    territory: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeaceMade:
    """A war that ended in peace, what the nation gave and got, and the end of the truce, if any.

    ``lost_resources`` did not fit into its storage. ``offer`` is the number of the offer. Results
    stored before these were introduced have neither.
    """

    war: int
    enemy: str
    gave_resources: int
    gave_territory: int
    got_resources: int
    got_territory: int
    truce_until: datetime | None
    offer: int = 0
    lost_resources: int = 0


@dataclass(frozen=True, slots=True)
class PeaceRejected:
    """An offer of peace that was rejected or withdrawn."""

    war: int
    enemy: str


@dataclass(frozen=True, slots=True)
class ProposePeace:
    """Offers peace, and reserves what the nation would give (WAR-10)."""

    world: World

    async def __call__(self, requester: Requester, request: PeaceRequest) -> PeaceProposed:
        """Make the offer.

        Raises NoNation, OnlyDelegates, OnVacation, and what ``role_for`` and ``propose_peace`` do.
        """

        def work(world: WorldTransaction) -> PeaceProposed:
            war, role, own, enemy = _war_as_diplomat(
                world, requester, request.war, WarEvent.PROPOSE_PEACE
            )
            terms, rules = (request.gives, request.asks), world.season.rules
            offered, after = propose_peace(war, role, own, *terms, requester.act, rules)
            ends_at = offered.offer_ends_at(open_offer(offered))
            facts = {"what": "offered", "until": str(int(ends_at.timestamp()))}
            peace = Peace(offered, after, enemy)
            _save(world, peace, NoticeKind.PEACE_PROPOSED, requester, facts)
            return PeaceProposed(
                war.id, enemy.name, request.gives.resources, request.gives.territory, ends_at
            )

        return await self.world.change(requester, PeaceProposed, work)


@dataclass(frozen=True, slots=True)
class AcceptPeace:
    """Ends a war on the terms offered by the other side (WAR-10)."""

    world: World

    async def __call__(
        self, requester: Requester, number: int, offer: int | None = None
    ) -> PeaceMade:
        """Accept the offer, which must be the one with the number ``offer``, if given.

        Raises NoNation, OnlyDelegates, OnVacation, PeaceOfferChanged, and what ``role_for`` and
        ``accept_peace`` do.
        """

        def work(world: WorldTransaction) -> PeaceMade:
            peace, peace_made = _accept(world, requester, number, offer)
            news = peace_news(peace.war, peace.own, peace.enemy, requester.at)
            own = notify(peace.own, news.kind, Act(news.at, news.cause), news.facts)
            _save(world, replace(peace, own=own), NoticeKind.PEACE_MADE, requester)
            tell_supporters(world, peace.war, news)
            return peace_made

        return await self.world.change(requester, PeaceMade, work)


@dataclass(frozen=True, slots=True)
class PreviewPeace:
    """Returns what ``AcceptPeace`` would do, without doing it."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> PeaceMade:
        """Return what ``AcceptPeace`` would do now. Raises what it does."""
        return await self.world.look(requester, lambda world: _accept(world, requester, number)[1])


@dataclass(frozen=True, slots=True)
class RejectPeace:
    """Rejects or withdraws an offer, which returns what was reserved."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> PeaceRejected:
        """End the offer.

        Raises NoNation, OnlyDelegates, OnVacation, NoPeaceOffer, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> PeaceRejected:
            war, _, own, enemy = _war_as_diplomat(world, requester, number, WarEvent.REJECT_PEACE)
            open_offer(war)
            peace = end_offer(war, own, enemy, requester.act)
            _save(world, peace, NoticeKind.PEACE_REJECTED, requester)
            return PeaceRejected(war.id, enemy.name)

        return await self.world.change(requester, PeaceRejected, work)


def _war_as_diplomat(
    world: WorldTransaction, requester: Requester, number: int, event: WarEvent
) -> WarSides:
    return war_as_delegate(world, requester, number, event, Office.DIPLOMAT)


def _accept(
    world: WorldTransaction, requester: Requester, number: int, shown: int | None = None
) -> tuple[Peace, PeaceMade]:
    war, role, own, enemy = _war_as_diplomat(world, requester, number, WarEvent.MAKE_PEACE)
    if shown is not None:
        check_offer(war, shown)
    offer = open_offer(war)
    peace = accept_peace(war, role, own, enemy, requester.act, world.season.rules)
    got = peace.own.resources - (own.resources - offer.asks.resources)
    peace_made = PeaceMade(
        war=war.id,
        enemy=enemy.name,
        gave_resources=offer.asks.resources,
        gave_territory=offer.asks.territory,
        got_resources=got,
        got_territory=offer.gives.territory,
        truce_until=None if peace.war.truce is None else peace.war.truce.until,
        offer=offer.number,
        lost_resources=offer.gives.resources - got,
    )
    return peace, peace_made


def _save(
    world: WorldTransaction,
    peace: Peace,
    kind: NoticeKind,
    requester: Requester,
    more: Facts = MappingProxyType({}),
) -> None:
    """Save the war and both nations, the enemy with a notice."""
    facts: Facts = {"nation": peace.own.name, "war": peace.war.id, **more}
    world.save_nation(peace.own)
    world.save_nation(notify(peace.enemy, kind, requester.act, facts))
    world.save_war(peace.war)
