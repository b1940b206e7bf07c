"""Declares war on another nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.diplomacy.partners import relations_of
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.general import NoNation, UnknownNation
from nazh.domain.dominion.errors.wars import NationAway
from nazh.domain.dominion.events import WarDeclared, parties
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.war_notices import invite, tell
from nazh.domain.dominion.wars.declaring import Declaration, check_declaration, declare_war
from nazh.domain.dominion.wars.pausing import check_no_vacation
from nazh.domain.dominion.wars.supporting import possible_supporters
from nazh.domain.dominion.wars.war import CasusBelli


@dataclass(frozen=True, slots=True)
class DeclarationRequest:
    """The name of the nation to declare war on, and the reason.

    ``is_confirmed`` says that the user has confirmed breaking a truce or a pact.
    """

    nation: str
    reason: CasusBelli = CasusBelli.NONE
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class DeclarationMade:
    """A declared war, with the deadline for the answer and the latest instant of the battle."""

    war: int
    aggressor: str
    defender: str
    respond_by: datetime
    battle_at: datetime
    reputation: int
    breaks_truce: bool


@dataclass(frozen=True, slots=True)
class DeclareWar:
    """Declares war, and invites the defender's partners to support it (WAR-04)."""

    world: World

    async def __call__(self, requester: Requester, request: DeclarationRequest) -> DeclarationMade:
        """Declare the war.

        Raises NoNation, OnlyDelegates, OnVacation, VacationPlanned, UnknownNation, NationAway, and
        what ``check_declaration`` does.
        """

        def work(world: WorldTransaction) -> DeclarationMade:
            declaration = read_declaration(world, requester, request)
            check_declaration(declaration, world.season)
            before = declaration.aggressor.reputation
            declared = declare_war(world.new_war_number(), declaration, world.season)
            world.add_war(declared.war)
            if declared.broken is not None:
                world.save_war(declared.broken)
            for pact in declared.violated:
                world.treaties.save_pact(pact)
            war, defender = declared.war, declaration.defender
            fact = WarDeclared(
                *parties(war, declared.aggressor, defender),
                requester.at,
                war.respond_by,
                declared.broken is not None,
            )
            world.save_nation(tell(declared.aggressor, fact))
            world.save_nation(tell(defender, fact))
            invited = possible_supporters(
                defender.id,
                declared.aggressor.id,
                world.treaties.alliances_of(defender.id),
                world.treaties.pacts_of(defender.id),
                requester.at,
            )
            for ally in invited:
                world.add_notice(ally, invite(fact))
            world.announce(fact)
            return DeclarationMade(
                war=war.id,
                aggressor=declared.aggressor.name,
                defender=defender.name,
                respond_by=war.respond_by,
                battle_at=war.battle_at,
                reputation=declared.aggressor.reputation - before,
                breaks_truce=declared.broken is not None,
            )

        return await self.world.change(requester, DeclarationMade, work)


def read_declaration(
    world: WorldTransaction, requester: Requester, request: DeclarationRequest
) -> Declaration:
    """Return the declaration of a leader or commander, with both nations locked.

    Raises NoNation, OnlyDelegates, OnVacation, VacationPlanned, UnknownNation and NationAway.
    """
    own, other = world.lock_with(requester.guild, name_key(request.nation))
    if own is None:
        raise NoNation
    aggressor = nation_as_delegate(world, requester, Office.COMMANDER)
    check_no_vacation(aggressor, requester.at)
    if other is None:
        raise UnknownNation
    defender = aggressor if other == own else world.nation(other)
    if world.is_sanctioned(defender.guild):
        raise NationAway(defender.name)
    wars = world.wars_of(own, other)
    return Declaration(
        aggressor=aggressor,
        defender=defender,
        reason=request.reason,
        at=requester.at,
        wars=wars,
        relations=relations_of(world, own, other, wars),
        is_confirmed=request.is_confirmed,
    )
