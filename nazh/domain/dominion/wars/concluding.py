"""Fights the battle of a war and ends its truce when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.draws import Nonces
from nazh.domain.dominion.combat.outcome import apply_battle_outcome
from nazh.domain.dominion.combat.record import Battle
from nazh.domain.dominion.combat.sides import Role, Side, Supporter
from nazh.domain.dominion.combat.spoils import Stakes
from nazh.domain.dominion.nations.lifecycle import is_inactive
from nazh.domain.dominion.nations.nation import Act, Nation, NationId, change_reputation
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.supporting import Support
from nazh.domain.dominion.wars.transitions import WarEvent, next_state
from nazh.domain.dominion.wars.war import (
    Outcome,
    Truce,
    TruceState,
    War,
    opposite,
    won_by,
)

ROUND = 1
"""The number of a war's only battle."""


@dataclass(frozen=True, slots=True)
class Fought:
    """A war after its battle, both nations, their supporters, and the battle."""

    war: War
    aggressor: Nation
    defender: Nation
    supporters: tuple[Nation, ...]
    battle: Battle


def lock_orders(war: War) -> War:
    """Return the war with its orders locked."""
    return replace(war, state=next_state(war.state, WarEvent.LOCK))


def execute_battle(
    war: War,
    aggressor: Nation,
    defender: Nation,
    wars: Sequence[War],
    secret: bytes,
    rules: Ruleset,
    supports: Sequence[Support] = (),
) -> Fought:
    """Return the result of the battle of a war; ``wars`` are all wars of both nations."""
    at = war.battle_at
    nations = {Role.AGGRESSOR: aggressor, Role.DEFENDER: defender}
    sides = {role: side_of(war, role, nation, supports) for role, nation in nations.items()}
    battle = Battle(
        war=war.id,
        round_number=ROUND,
        secret=secret,
        nonces=Nonces(war.aggressor_orders.nonce, war.defender_orders.nonce),
        rules=battle_rules(rules),
        aggressor=sides[Role.AGGRESSOR],
        defender=sides[Role.DEFENDER],
        stakes=Stakes(resources=0, territory=0),  # the result does not depend on them
    )
    result = battle.result()
    loser, winner = nations[opposite(result.winner)], nations[result.winner]
    battle = replace(battle, stakes=stakes_of(loser, winner, wars, at, rules))
    spoils = battle.spoils()
    by_id: dict[NationId, Nation] = {nation.id: nation for nation in nations.values()}
    by_id |= {support.nation.id: support.nation for support in supports}
    by_id = apply_battle_outcome(by_id, sides, result, spoils, Act(at, war.cause), rules)
    is_honourable = war.is_honourable and result.winner is Role.AGGRESSOR
    reason = ReputationReason.WAR_WON_HONOURABLY if is_honourable else ReputationReason.WAR_WON
    by_id[winner.id] = change_reputation(by_id[winner.id], reason, at, war.cause, rules)
    by_id[loser.id] = change_reputation(
        by_id[loser.id], ReputationReason.WAR_LOST, at, war.cause, rules
    )
    concluded = conclude_war(war, result.winner, spoils.captured, rules)
    supporters = tuple(by_id[support.nation.id] for support in supports)
    return Fought(concluded, by_id[aggressor.id], by_id[defender.id], supporters, battle)


def conclude_war(war: War, winner: Role, captured: int, rules: Ruleset) -> War:
    """Return the war after its battle, with a truce."""
    return replace(
        war,
        state=next_state(war.state, WarEvent.FIGHT),
        outcome=Outcome.VICTORY,
        winner=winner,
        captured=captured,
        concluded_at=war.battle_at,
        truce=Truce(war.battle_at + rules.war.truce),
    )


def end_truce(
    war: War, truce: Truce, aggressor: Nation, defender: Nation, rules: Ruleset
) -> tuple[War, Nation, Nation]:
    """Return the war after its truce, which both nations have honoured (WAR-05)."""
    aggressor, defender = (
        change_reputation(nation, ReputationReason.TRUCE_HONOURED, truce.until, war.cause, rules)
        for nation in (aggressor, defender)
    )
    state = next_state(war.state, WarEvent.END_TRUCE)
    honoured = Truce(truce.until, TruceState.HONOURED)
    return replace(war, state=state, truce=honoured), aggressor, defender


def stakes_of(
    loser: Nation, winner: Nation, wars: Sequence[War], at: datetime, rules: Ruleset
) -> Stakes:
    """Return what a nation can lose, and what reduces the winner's gains."""
    captures = sum(war.captured > 0 for war in won_by(wars, winner.id, at, rules.war.captures))
    victories = sum(
        war.is_between(winner.id, loser.id)
        for war in won_by(wars, winner.id, at, rules.war.victories)
    )
    return Stakes(
        resources=loser.resources,
        territory=loser.territory,
        captures=captures,
        victories=victories,
        is_inactive=is_inactive(loser, at, rules.nations),
    )


def side_of(war: War, role: Role, nation: Nation, supports: Sequence[Support]) -> Side:
    """Return a side of a war with its own supporters out of all ``supports``."""
    return Side(
        nation=nation.id,
        units=nation.military.units,
        stance=war.orders(role).stance,
        is_fortified=nation.is_fortified,
        supporters=tuple(
            Supporter(
                support.nation.id, support.nation.military.units, support.bloc, support.commits
            )
            for support in supports
            if support.role is role
        ),
    )
