"""Pledges the support of allies and mutual defence partners to a side of a war (WAR-07)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.diplomacy.breaches import violated_by_war
from nazh.domain.dominion.diplomacy.treaties import Alliance, Pact, Relations, TreatyKind
from nazh.domain.dominion.errors.support import (
    AlreadySupporting,
    BoundToTheEnemy,
    NoReasonToSupport,
    NoWarToSupport,
    OwnWar,
    SupportClosed,
    TooManySupportedWars,
    TooManySupporters,
    TreatyTooRecent,
)
from nazh.domain.dominion.errors.wars import NoArmy
from nazh.domain.dominion.nations.nation import Nation, NationId
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.war import War, WarId, WarState, opposite


@dataclass(frozen=True, slots=True)
class Pledge:
    """A nation's promise to support a side in the battle of a war.

    ``treaty`` allows it, either an alliance or a mutual defence pact.
    """

    war: WarId
    nation: NationId
    role: Role
    pledged_at: datetime
    treaty: TreatyKind = TreatyKind.ALLIANCE


@dataclass(frozen=True, slots=True)
class Support:
    """A nation that supports a side in a battle. ``Supporter`` explains the other fields."""

    nation: Nation
    role: Role
    bloc: int
    commits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportOffer:
    """Everything that decides whether a nation may support a side at an instant.

    ``friends`` are its relations with the supported nation, and ``foes`` those with the enemy.
    ``in_war`` are all pledges in the war, and ``own`` the nation's pledges in open wars.
    """

    war: War
    role: Role
    supporter: Nation
    supported: Nation
    enemy: Nation
    friends: Relations
    foes: Relations
    in_war: Sequence[Pledge]
    own: Sequence[Pledge]
    at: datetime


def pledge_support(offer: SupportOffer, rules: Ruleset) -> Pledge:
    """Return the pledge.

    Raises OwnWar, NoWarToSupport, SupportClosed, AlreadySupporting, NoReasonToSupport,
    TreatyTooRecent, BoundToTheEnemy, NoArmy, TooManySupportedWars and TooManySupporters, in this
    order.
    """
    war, supporter = offer.war, offer.supporter
    if war.role_of(supporter.id) is not None:
        raise OwnWar(war.id)
    if not war.is_open:
        raise NoWarToSupport(war.id)
    if war.state is WarState.ACTIVE:
        raise SupportClosed(war.id, war.battle_at)
    if any(pledge.nation == supporter.id for pledge in offer.in_war):
        raise AlreadySupporting(war.id)
    treaty = _check_treaties(offer, rules)
    if supporter.military.strength(rules.military) == 0:
        raise NoArmy
    if len(offer.own) >= rules.war.supported_wars:
        raise TooManySupportedWars(rules.war.supported_wars)
    if sum(pledge.role is offer.role for pledge in offer.in_war) >= rules.war.supporters:
        raise TooManySupporters(offer.supported.name, rules.war.supporters)
    return Pledge(war.id, supporter.id, offer.role, offer.at, treaty)


def possible_supporters(
    defender: NationId,
    aggressor: NationId,
    alliances: Iterable[Alliance],
    pacts: Iterable[Pact],
    at: datetime,
) -> tuple[NationId, ...]:
    """Return the sorted allies and mutual defence partners of an attacked nation.

    The treaties are its own. ``pledge_support`` decides whether each of them may support it.
    """
    allied = {alliance.pair.other(defender) for alliance in alliances if alliance.is_active}
    partners = {
        pact.pair.other(defender)
        for pact in pacts
        if pact.kind is TreatyKind.MUTUAL_DEFENCE and pact.is_in_force(at)
    }
    return tuple(sorted((allied | partners) - {aggressor}))


def support_by(pledge: Pledge, nation: Nation, bloc: int, rules: Ruleset) -> Support:
    """Return the support of a pledge, with the nation's current units and bloc (DIP-05)."""
    is_ally = pledge.treaty is TreatyKind.ALLIANCE
    commits = None if is_ally else rules.war.defence_support
    return Support(nation, pledge.role, bloc, commits)


def ends_with_alliance(war: War, pledge: Pledge, one: NationId, other: NationId) -> bool:
    """Return whether a pledge ends with the alliance between two nations (DIP-03).

    It does unless the orders of the war are locked, or a pact allows it.
    """
    is_between = {pledge.nation, war.nation(pledge.role)} == {one, other}
    is_by_alliance = pledge.treaty is TreatyKind.ALLIANCE
    return is_between and is_by_alliance and war.state is not WarState.ACTIVE


def enemy_of(war: War, role: Role) -> NationId:
    """Return the nation of the other side."""
    return war.nation(opposite(role))


def _check_treaties(offer: SupportOffer, rules: Ruleset) -> TreatyKind:
    """Return the treaty that allows the support, preferring an alliance to a pact."""
    since = _bound_since(offer)
    if not since:
        raise NoReasonToSupport(offer.supported.name)
    old_enough = [
        alliance for alliance, at in since.items() if at + rules.war.treaty_age <= offer.at
    ]
    if not old_enough:
        raise TreatyTooRecent(offer.supported.name, min(since.values()) + rules.war.treaty_age)
    if offer.foes.alliance is not None or any(violated_by_war(offer.foes, offer.at)):
        raise BoundToTheEnemy(offer.enemy.name)
    return old_enough[0]


def _bound_since(offer: SupportOffer) -> dict[TreatyKind, datetime]:
    """Return the treaties that allow the support, and when they were made."""
    alliance = offer.friends.alliance
    pact = offer.friends.pact(TreatyKind.MUTUAL_DEFENCE, offer.at)
    since = {} if alliance is None else {TreatyKind.ALLIANCE: alliance.formed_at}
    if pact is not None and offer.role is Role.DEFENDER:
        since[TreatyKind.MUTUAL_DEFENCE] = pact.agreed_at
    return since
