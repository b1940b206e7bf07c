"""Shows the state of a war, and what the user can do in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dominion.access import nation_as_member
from nazh.application.dominion.ports import (
    PublicWar,
    Requester,
    WarDirectory,
    World,
    WorldTransaction,
)
from nazh.domain.dominion.combat.battle_rules import BattleRules, battle_rules
from nazh.domain.dominion.combat.sides import Role, Side, unsupported_side
from nazh.domain.dominion.errors.wars import NoSuchWar
from nazh.domain.dominion.government.appointments import may_act_as
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.predicting import (
    KnownSupporter,
    Odds,
    known_supporter,
    predict_battle,
    strengths_rounded_to,
)
from nazh.domain.dominion.wars.responding import possible_events
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.dominion.wars.war import Terms, War, opposite

_FOR_THE_COMMANDER: Final = frozenset({WarEvent.SET_STANCE, WarEvent.SET_NONCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffer:
    """An offer of peace in a war, from the view of one side.

    ``gives`` and ``gets`` are what that side would give and get. ``may_answer`` says whether this
    user can accept or reject it, or withdraw it if it is their own.
    """

    is_own: bool
    gives: Terms
    gets: Terms
    ends_at: datetime
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """The part of the server's nation in a war, and what this user can do in it.

    ``strength`` is exact. ``odds`` are the nation's odds if the battle were now, including its own
    supporters, counted by ``supporters``; ``None`` if the war is over. ``supporters_away`` counts
    supporters that will not fight because they are on vacation or without the bot.
    """

    role: Role
    strength: int
    odds: Odds | None
    events: tuple[WarEvent, ...]
    supporters: int = 0
    supporters_away: int = 0
    offer: OpenOffer | None = None


@dataclass(frozen=True, slots=True)
class WarView:
    """A war; ``own`` is ``None`` if the server's nation is on neither side.

    ``locks_at`` is when its orders are locked, given its ``battle_at``. ``supports`` is the side
    that the nation supports in an open war, if any.
    """

    war: PublicWar
    own: OwnPart | None
    locks_at: datetime
    supports: Role | None = None


@dataclass(frozen=True, slots=True)
class _Involved:
    """The nation of the server in a war."""

    role: Role
    side: Side
    strength: int
    events: tuple[WarEvent, ...]
    supporters: tuple[KnownSupporter, ...]
    supporters_away: int
    offer: OpenOffer | None
    rules: BattleRules


@dataclass(frozen=True, slots=True)
class LookAtWar:
    """Shows any war of the season to the leader and the citizens of a nation."""

    world: World
    wars: WarDirectory

    async def __call__(self, requester: Requester, number: int) -> WarView:
        """Return the war; a war of the server's nation is advanced up to now first.

        Raises NoNation, OnlyCitizens and NoSuchWar.
        """

        def work(world: WorldTransaction) -> tuple[_Involved | None, Role | None, timedelta]:
            war = world.lock_for_war(requester.guild, number)
            nation = nation_as_member(world, requester)
            involved = None if war is None else _involved(world, war, nation, requester)
            pledges = world.pledges.of_nation(nation.id)
            supports = next((pledge.role for pledge in pledges if pledge.war == number), None)
            return involved, supports, world.season.rules.war.lock

        involved, supports, lock = await self.world.look(requester, work)
        war = await self.wars.numbered(number)
        if war is None:
            raise NoSuchWar(number)
        own = None if involved is None else _own_part(war, involved)
        return WarView(war, own, war.battle_at - lock, supports)


def _involved(
    world: WorldTransaction, war: War, nation: Nation, requester: Requester
) -> _Involved | None:
    role, rules = war.role_of(nation.id), world.season.rules
    if role is None:
        return None
    at, user = requester.at, requester.user
    supporters, away = _supporters(world, war, role)
    if user == nation.leader:
        allowed = frozenset(WarEvent)
    elif may_act_as(nation, user, Office.COMMANDER, at, rules.politics):
        allowed = _FOR_THE_COMMANDER
    else:
        allowed = frozenset()
    return _Involved(
        role=role,
        side=unsupported_side(nation),
        strength=nation.military.strength(rules.military),
        events=tuple(event for event in possible_events(war, role) if event in allowed),
        supporters=supporters,
        supporters_away=away,
        offer=_open_offer(war, role, nation, requester, rules),
        rules=battle_rules(rules),
    )


def _open_offer(
    war: War, role: Role, nation: Nation, requester: Requester, rules: Ruleset
) -> OpenOffer | None:
    offer, at = war.offer, requester.at
    if offer is None:
        return None
    is_own = offer.by is role
    is_diplomat = may_act_as(nation, requester.user, Office.DIPLOMAT, at, rules.politics)
    return OpenOffer(
        is_own=is_own,
        gives=offer.gives if is_own else offer.asks,
        gets=offer.asks if is_own else offer.gives,
        ends_at=war.offer_ends_at(offer),
        may_answer=is_diplomat and not nation.is_paused(at),
    )


def _supporters(
    world: WorldTransaction, war: War, role: Role
) -> tuple[tuple[KnownSupporter, ...], int]:
    """Return the supporters of a side in the battle, and how many will be away.

    Their strength is as of the last write of their rows.
    """
    pledges = [pledge for pledge in world.pledges.in_war(war.id) if pledge.role is role]
    profiles = world.treaties.profiles_of(pledge.nation for pledge in pledges)
    existing = [pledge for pledge in pledges if pledge.nation in profiles]
    fighting = [
        pledge for pledge in existing if not profiles[pledge.nation].is_paused(war.battle_at)
    ]
    supporters = tuple(
        known_supporter(
            pledge,
            profiles[pledge.nation].strength,
            world.pledges.bloc_of(pledge.nation),
            world.season.rules,
        )
        for pledge in fighting
    )
    return supporters, len(existing) - len(fighting)


def _own_part(war: PublicWar, involved: _Involved) -> OwnPart:
    odds = None
    if war.outcome is None:
        enemy = strengths_rounded_to(war.side(opposite(involved.role)).strength)
        odds = predict_battle(
            involved.side, involved.role, enemy, involved.rules, involved.supporters
        )
    return OwnPart(
        role=involved.role,
        strength=involved.strength,
        odds=odds,
        events=involved.events,
        supporters=len(involved.supporters),
        supporters_away=involved.supporters_away,
        offer=involved.offer,
    )
