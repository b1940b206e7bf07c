"""Applies what the sides of a war do before its battle: answers, orders and surrender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.draws import MAX_NONCE
from nazh.domain.dominion.combat.outcome import hand_out_gains
from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.combat.spoils import Spoils, calculate_spoils
from nazh.domain.dominion.errors.wars import (
    InvalidNonce,
    NoSuchWar,
    OnlyTheAggressor,
    OnlyTheDefender,
    OrdersLocked,
    UnitsLocked,
    WarAlreadyAccepted,
    WarIsOver,
    WarNotAccepted,
)
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Nation, NationId, change_reputation, spend
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.battle_hour import schedule_battle
from nazh.domain.dominion.wars.concluding import side_of, stakes_of
from nazh.domain.dominion.wars.supporting import Support
from nazh.domain.dominion.wars.transitions import TRANSITIONS, WarEvent, next_state
from nazh.domain.dominion.wars.war import (
    Outcome,
    Truce,
    War,
    WarState,
    opposite,
)
from nazh.domain.kernel.encoding import is_storable

_ROLES = {
    WarEvent.ACCEPT: Role.DEFENDER,
    WarEvent.DECLINE: Role.DEFENDER,
    WarEvent.WITHDRAW: Role.AGGRESSOR,
}
"""The sides that trigger these events; either side triggers the others."""
_ORDERS = frozenset({WarEvent.SET_STANCE, WarEvent.SET_NONCE})
_OFFERED = (
    WarEvent.ACCEPT,
    WarEvent.DECLINE,
    WarEvent.WITHDRAW,
    WarEvent.SURRENDER,
    WarEvent.SET_STANCE,
    WarEvent.SET_NONCE,
)
"""The events that nations trigger, except those of peace."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """The published commitment to a new secret, and the encrypted secret."""

    published: str
    sealed_secret: str


@dataclass(frozen=True, slots=True)
class Surrendered:
    """A war after a surrender, its nations, and the price of the surrender.

    ``supporters`` are those of the winner.
    """

    war: War
    loser: Nation
    winner: Nation
    spoils: Spoils
    supporters: tuple[Nation, ...] = ()


def role_for(war: War, nation: NationId, event: WarEvent) -> Role:
    """Return the side of a nation that wants to trigger an event.

    Raises NoSuchWar, OnlyTheDefender and OnlyTheAggressor, and if the state of the war does not
    allow the event, WarIsOver, WarNotAccepted, WarAlreadyAccepted or OrdersLocked.
    """
    role = war.role_of(nation)
    if role is None:
        raise NoSuchWar(war.id)
    needed = _ROLES.get(event, role)
    if needed is not role:
        raise (OnlyTheDefender if needed is Role.DEFENDER else OnlyTheAggressor)(war.id)
    if (war.state, event) in TRANSITIONS:
        return role
    match war.state:
        case WarState.CONCLUDED:
            raise WarIsOver(war.id)
        case WarState.PROPOSED:
            raise WarNotAccepted(war.id, war.respond_by)
        case _ if event in _ORDERS:
            raise OrdersLocked(war.id, war.battle_at)
        case _:
            raise WarAlreadyAccepted(war.id, war.battle_at)


def may_trigger(event: WarEvent, role: Role, state: WarState) -> bool:
    """Return whether a side can trigger an event in a war in this state."""
    return _ROLES.get(event, role) is role and (state, event) in TRANSITIONS


def possible_events(war: War, role: Role) -> tuple[WarEvent, ...]:
    """Return the events, except those of peace, that a side can trigger in a war now."""
    return tuple(event for event in _OFFERED if may_trigger(event, role, war.state))


def accept(war: War, defender: Nation, at: datetime, commitment: Commitment, rules: Ruleset) -> War:
    """Return the accepted war, with its battle scheduled and its commitment published."""
    return replace(
        war,
        state=next_state(war.state, WarEvent.ACCEPT),
        battle_at=schedule_battle(at, defender.battle_hour, rules.war),
        commitment=commitment.published,
        sealed_secret=commitment.sealed_secret,
    )


def decline(
    war: War, defender: Nation, wars: Sequence[War], at: datetime, rules: Ruleset
) -> tuple[War, Nation]:
    """Return the declined war, and the defender after losing reputation (A7).

    ``wars`` are all wars of the defender. Declining the same aggressor again costs more.
    """
    reason = decline_reason(war, wars, at, rules)
    defender = change_reputation(defender, reason, at, war.cause, rules)
    return _ended(war, WarEvent.DECLINE, Outcome.DECLINED, at), defender


def decline_reason(war: War, wars: Sequence[War], at: datetime, rules: Ruleset) -> ReputationReason:
    """Return the reason for the loss of reputation, a first or a repeated decline."""
    is_second = any(
        earlier.outcome is Outcome.DECLINED
        and (earlier.aggressor, earlier.defender) == (war.aggressor, war.defender)
        and earlier.concluded_at is not None
        and at - earlier.concluded_at < rules.war.declines
        for earlier in wars
    )
    return ReputationReason.WAR_DECLINED_AGAIN if is_second else ReputationReason.WAR_DECLINED


def withdraw(war: War, aggressor: Nation, at: datetime, rules: Ruleset) -> tuple[War, Nation]:
    """Return the withdrawn war, and the aggressor after losing reputation."""
    aggressor = change_reputation(aggressor, ReputationReason.WAR_WITHDRAWN, at, war.cause, rules)
    return _ended(war, WarEvent.WITHDRAW, Outcome.WITHDRAWN, at), aggressor


def set_stance(war: War, role: Role, stance: Stance) -> War:
    """Return the war with another stance of a side."""
    next_state(war.state, WarEvent.SET_STANCE)
    return _with_orders(war, role, stance=stance)


def set_nonce(war: War, role: Role, nonce: str) -> War:
    """Return the war with another nonce of a side. Raises InvalidNonce."""
    next_state(war.state, WarEvent.SET_NONCE)
    if not 1 <= len(nonce) <= MAX_NONCE or not is_storable(nonce):
        raise InvalidNonce(MAX_NONCE)
    return _with_orders(war, role, nonce=nonce)


def surrender(
    war: War, role: Role, loser: Nation, winner: Nation, wars: Sequence[War], act: Act,
    rules: Ruleset, supports: Sequence[Support] = (),
) -> Surrendered:  # fmt: skip
    """Return the war after the surrender of a side, without casualties (WAR-09).

    ``wars`` and ``supports`` are those of the winner. Its supporters share its gains as after a
    battle, in proportion to the strength that they would commit now (WAR-13).
    """
    spoils = surrender_spoils(loser, winner, wars, act.at, rules)
    paid = Act(act.at, war.cause, act.actor)
    loser = spend(loser, spoils.resources_lost, Reason.WAR_LOSS, paid)
    loser = replace(loser, territory=loser.territory - spoils.territory_lost)
    loser = change_reputation(loser, ReputationReason.WAR_SURRENDERED, act.at, war.cause, rules)
    gaining = side_of(war, opposite(role), winner, supports)
    by_id = {winner.id: winner, **{support.nation.id: support.nation for support in supports}}
    gained = Act(act.at, war.cause)
    by_id = hand_out_gains(by_id, gaining, spoils, gained, battle_rules(rules), rules.resources)
    winner = change_reputation(by_id[winner.id], ReputationReason.WAR_WON, act.at, war.cause, rules)
    ended = replace(
        _ended(war, WarEvent.SURRENDER, Outcome.SURRENDER, act.at),
        winner=opposite(role),
        captured=spoils.captured,
        truce=Truce(act.at + rules.war.truce),
    )
    supporters = tuple(by_id[support.nation.id] for support in supports)
    return Surrendered(ended, loser, winner, spoils, supporters)


def surrender_spoils(
    loser: Nation, winner: Nation, wars: Sequence[War], at: datetime, rules: Ruleset
) -> Spoils:
    """Return what the loser pays for surrendering, and how much of it the winner gains."""
    combat = replace(
        rules.combat,
        resources_lost=rules.war.surrender_resources,
        plunder=min(rules.combat.plunder, rules.war.surrender_resources),
        territory_lost=rules.war.surrender_territory,
    )
    return calculate_spoils(stakes_of(loser, winner, wars, at, rules), combat)


def check_units_are_free(wars: Sequence[War]) -> None:
    """Raise UnitsLocked if one of a nation's wars is shortly before its battle."""
    for war in wars:
        if war.state is WarState.ACTIVE:
            raise UnitsLocked(war.battle_at)


def _with_orders(
    war: War, role: Role, *, stance: Stance | None = None, nonce: str | None = None
) -> War:
    orders = war.orders(role)
    orders = replace(orders, stance=stance or orders.stance, nonce=nonce or orders.nonce)
    if role is Role.AGGRESSOR:
        return replace(war, aggressor_orders=orders)
    return replace(war, defender_orders=orders)


def _ended(war: War, event: WarEvent, outcome: Outcome, at: datetime) -> War:
    state = next_state(war.state, event)
    return replace(war, state=state, outcome=outcome, concluded_at=at)
