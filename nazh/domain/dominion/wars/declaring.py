"""Declares a war if the rules allow it (WAR-03, A7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.diplomacy.breaches import apply_breaches, breaches_of_declaration
from nazh.domain.dominion.diplomacy.treaties import NO_RELATIONS, Pact, Relations
from nazh.domain.dominion.diplomacy.war_guards import check_war, pacts_ended_by_war
from nazh.domain.dominion.errors.wars import (
    AlreadyAtWar,
    FoughtRecently,
    NationAway,
    NationBeingDeleted,
    NationProtected,
    NoArmy,
    SeasonEndsTooSoon,
    TargetTooWeak,
    TooManyEnemies,
    TooManyWars,
    TruceInForce,
    WarCooldown,
    WarOnYourself,
)
from nazh.domain.dominion.nations.lifecycle import is_inactive
from nazh.domain.dominion.nations.nation import Nation, NationId, change_reputation
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.battle_hour import schedule_battle
from nazh.domain.dominion.wars.war import (
    CasusBelli,
    Outcome,
    Truce,
    TruceState,
    War,
    WarId,
    truce_between,
)
from nazh.domain.dominion.world_time import DAY, WEEK

_GIVEN_BACK: Final = frozenset({Outcome.DECLINED, Outcome.CANCELLED})
"""Outcomes after which no cooldown applies to the aggressor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declaration of war, with both nations settled up to its instant.

    ``wars`` are all wars of both in the season, and ``relations`` their treaties. ``is_confirmed``
    says that the aggressor has confirmed breaking a truce or a pact.
    """

    aggressor: Nation
    defender: Nation
    reason: CasusBelli
    at: datetime
    wars: Sequence[War]
    relations: Relations = NO_RELATIONS
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared war, its aggressor, and the war whose truce it breaks, if any.

    ``violated`` are the pacts that it ends.
    """

    war: War
    aggressor: Nation
    broken: War | None
    violated: tuple[Pact, ...] = ()


def check_declaration(declaration: Declaration, season: Season) -> War | None:
    """Return the war whose truce the declaration breaks, or ``None``.

    Raises WarOnYourself, AlreadyAtWar, what ``check_war`` does, WarCooldown, NationProtected,
    NationAway, NationBeingDeleted, TargetTooWeak, TooManyWars, TooManyEnemies, FoughtRecently,
    SeasonEndsTooSoon, NoArmy and TruceInForce, in this order.
    """
    aggressor, defender = declaration.aggressor, declaration.defender
    rules = season.rules
    if aggressor.id == defender.id:
        raise WarOnYourself
    for war in declaration.wars:
        if war.is_open and war.is_between(aggressor.id, defender.id):
            raise AlreadyAtWar(defender.name, war.id)
    check_war(
        defender.name,
        declaration.relations,
        declaration.at,
        rules,
        is_confirmed=declaration.is_confirmed,
    )
    again_at = next_declaration(declaration.wars, aggressor.id, rules)
    if again_at is not None and declaration.at < again_at:
        raise WarCooldown(again_at)
    if declaration.at < defender.protected_until:
        raise NationProtected(defender.name, defender.protected_until)
    if defender.is_paused(declaration.at) and not is_inactive(
        defender, declaration.at, rules.nations
    ):
        raise NationAway(defender.name)
    # A deletion that the defender can cancel does not protect it; otherwise it would repeat that.
    if defender.is_deletion_ordered and defender.deletion_at is not None:
        raise NationBeingDeleted(defender.name, defender.deletion_at)
    _check_power(declaration, rules)
    _check_open_wars(declaration, rules)
    _check_last_war(declaration, rules)
    response = declaration.at + rules.war.response
    ends_at = season.starts_at + rules.season.length
    if response + rules.war.preparation + DAY > ends_at:  # at any battle hour
        raise SeasonEndsTooSoon(ends_at, is_over=declaration.at >= ends_at)
    if aggressor.military.strength(rules.military) == 0:
        raise NoArmy
    broken = truce_between(declaration.wars, aggressor.id, defender.id, declaration.at)
    if broken is not None and broken.truce is not None and not declaration.is_confirmed:
        raise TruceInForce(defender.name, broken.truce.until, rules.reputation.treaty_violated)
    return broken


def declare_war(number: WarId, declaration: Declaration, season: Season) -> Declared:
    """Return the declared war, which the defender may now answer.

    Declaring ends the protection of the aggressor, and costs reputation unless the defender is
    inactive. Raises what ``check_declaration`` does.
    """
    broken = check_declaration(declaration, season)
    aggressor, defender, rules = declaration.aggressor, declaration.defender, season.rules
    at = declaration.at
    respond_by = at + rules.war.response
    war = War(
        id=number,
        aggressor=aggressor.id,
        defender=defender.id,
        reason=declaration.reason,
        is_honourable=is_honourable(declaration, rules),
        declared_at=at,
        respond_by=respond_by,
        battle_at=schedule_battle(respond_by, defender.battle_hour, rules.war),
    )
    if broken is not None and broken.truce is not None:
        broken = replace(broken, truce=Truce(broken.truce.until, TruceState.BROKEN))
    reasons = breaches_of_declaration(
        aggressor.id, declaration.relations, at, rules.diplomacy, has_truce=broken is not None
    )
    aggressor = apply_breaches(aggressor, reasons, at, war.cause, rules)
    if not is_inactive(defender, at, rules.nations):
        aggressor = change_reputation(
            aggressor, ReputationReason.WAR_DECLARED, at, war.cause, rules
        )
    aggressor = replace(aggressor, protected_until=min(aggressor.protected_until, at))
    violated = pacts_ended_by_war(aggressor.id, declaration.relations, at)
    return Declared(war, aggressor, broken, violated)


def next_declaration(wars: Sequence[War], nation: NationId, rules: Ruleset) -> datetime | None:
    """Return when a nation may declare war again, or ``None`` before its first declaration.

    A declaration that was declined or cancelled does not count.
    """
    declared = [
        war.declared_at
        for war in wars
        if war.aggressor == nation and war.outcome not in _GIVEN_BACK
    ]
    return max(declared) + rules.war.cooldown if declared else None


def is_honourable(declaration: Declaration, rules: Ruleset) -> bool:
    """Return whether a victory of the aggressor would be honourable (REP-04)."""
    power = declaration.aggressor.power(rules)
    earlier = sum(
        war.defender == declaration.defender.id and declaration.at - war.declared_at < WEEK
        for war in declaration.wars
    )
    return (
        declaration.reason is not CasusBelli.NONE
        and declaration.defender.power(rules) * WHOLE >= power * rules.war.honourable_power
        and earlier < rules.war.honourable_wars
    )


def _check_power(declaration: Declaration, rules: Ruleset) -> None:
    aggressor, defender = declaration.aggressor, declaration.defender
    was_provoked = any(
        (war.aggressor, war.defender) == (defender.id, aggressor.id)
        and declaration.at - war.declared_at < rules.war.provocation
        for war in declaration.wars
    )
    if is_inactive(defender, declaration.at, rules.nations) or was_provoked:
        return
    least, power = share(aggressor.power(rules), rules.war.power_ratio), defender.power(rules)
    if power < least:
        raise TargetTooWeak(defender.name, power, least)


def _check_open_wars(declaration: Declaration, rules: Ruleset) -> None:
    aggressor, defender = declaration.aggressor, declaration.defender
    going_on = [war for war in declaration.wars if war.is_open]
    declared = sum(war.aggressor == aggressor.id for war in going_on)
    if 0 < rules.war.offensive_wars <= declared:
        raise TooManyWars(rules.war.offensive_wars)
    suffered = sum(war.defender == defender.id for war in going_on)
    if 0 < rules.war.defensive_wars <= suffered:
        raise TooManyEnemies(defender.name, rules.war.defensive_wars)


def _check_last_war(declaration: Declaration, rules: Ruleset) -> None:
    aggressor, defender = declaration.aggressor, declaration.defender
    ended = [
        war.concluded_at
        for war in declaration.wars
        if war.concluded_at is not None
        and war.outcome not in _GIVEN_BACK
        and war.is_between(aggressor.id, defender.id)
    ]
    again_at = max(ended) + rules.war.pair_cooldown if ended else declaration.at
    if declaration.at < again_at:
        raise FoughtRecently(defender.name, again_at)
