"""Tests battles, their truces, and what is due in a war."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.combat.record import record_of, write_record
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.wars.concluding import (
    end_truce,
    execute_battle,
    lock_orders,
    stakes_of,
)
from nazh.domain.dominion.wars.transitions import IllegalTransition
from nazh.domain.dominion.wars.war import Outcome, Truce, TruceState, War, WarState, truce_between
from tests.unit.domain.dominion.dominion_examples import CLASSIC
from tests.unit.domain.dominion.wars.war_examples import (
    AURELIA,
    BORVIA,
    NOW,
    accepted,
    army,
    proposed,
)

SECRET = bytes(range(32))
READY = accepted(state=WarState.ACTIVE)
STRONG = replace(AURELIA, military=army(1_000))
VICTORY = proposed(
    3,
    state=WarState.CONCLUDED,
    outcome=Outcome.VICTORY,
    winner=Role.AGGRESSOR,
    captured=8,
    concluded_at=READY.battle_at - timedelta(days=6),
)


def test_the_orders_are_locked_once() -> None:
    locked = lock_orders(accepted())

    assert locked.state is WarState.ACTIVE
    with pytest.raises(IllegalTransition):
        lock_orders(locked)


def test_a_battle_moves_resources_land_units_and_reputation() -> None:
    fought = execute_battle(READY, STRONG, BORVIA, [], SECRET, CLASSIC)

    war, winner, loser = fought.war, fought.aggressor, fought.defender
    assert (war.state, war.outcome, war.winner) == (
        WarState.CONCLUDED,
        Outcome.VICTORY,
        Role.AGGRESSOR,
    )
    assert (war.captured, war.concluded_at) == (10, READY.battle_at)
    assert war.truce == Truce(READY.battle_at + timedelta(hours=72))
    assert (winner.resources, loser.resources) == (5_800, 3_800)
    assert (winner.territory, loser.territory) == (110, 85)
    assert loser.military.size == 60
    assert 1_000 * 0.7 <= winner.military.size <= 1_000 * 0.95
    assert (winner.reputation, loser.reputation) == (5, -5)
    assert {entry.cause for entry in (*winner.journal, *loser.journal)} == {"war 7"}


def test_an_honourable_victory_is_worth_more_and_a_defence_never_is_one() -> None:
    honourable = replace(READY, is_honourable=True)

    won = execute_battle(honourable, STRONG, BORVIA, [], SECRET, CLASSIC)
    lost = execute_battle(honourable, AURELIA, replace(BORVIA, military=army(1_000)), [], SECRET,
                          CLASSIC)  # fmt: skip

    assert [reputation_change.reason for reputation_change in won.aggressor.reputation_changes] == [
        ReputationReason.WAR_WON_HONOURABLY
    ]
    assert [reputation_change.reason for reputation_change in lost.defender.reputation_changes] == [
        ReputationReason.WAR_WON
    ]
    assert lost.war.winner is Role.DEFENDER


@given(st.binary(min_size=32, max_size=32), st.integers(0, 300), st.integers(0, 300))
def test_the_same_battle_is_written_in_the_same_bytes_and_nothing_is_created(
    secret: bytes, attackers: int, defenders: int
) -> None:
    aggressor, defender = (
        replace(AURELIA, military=army(attackers)),
        replace(BORVIA, military=army(defenders)),
    )

    one, other = (execute_battle(READY, aggressor, defender, [], secret, CLASSIC) for _ in range(2))

    assert write_record(record_of(one.battle)) == write_record(record_of(other.battle))
    before, after = (aggressor, defender), (one.aggressor, one.defender)
    assert sum(nation.territory for nation in after) <= sum(nation.territory for nation in before)
    assert sum(nation.resources for nation in after) <= sum(nation.resources for nation in before)
    for old, new in zip(before, after, strict=True):
        assert 0 <= new.military.size <= old.military.size
        assert 0 <= new.resources <= new.capacity(CLASSIC.resources)


def test_both_sides_are_rewarded_for_a_truce_that_holds() -> None:
    fought = execute_battle(READY, STRONG, BORVIA, [], SECRET, CLASSIC)
    truce = fought.war.truce
    assert truce is not None

    war, one, other = end_truce(fought.war, truce, fought.aggressor, fought.defender, CLASSIC)

    assert war.truce == Truce(truce.until, TruceState.HONOURED)
    assert (one.reputation, other.reputation) == (20, 10)
    assert war.due_at(CLASSIC.war) is None


@pytest.mark.parametrize(
    ("wars", "captures", "victories"),
    [
        ([], 0, 0),
        ([VICTORY], 1, 1),
        ([replace(VICTORY, captured=0)], 0, 1),
        ([replace(VICTORY, winner=Role.DEFENDER)], 0, 0),
        ([replace(VICTORY, concluded_at=READY.battle_at - timedelta(days=7))], 0, 1),
        ([replace(VICTORY, concluded_at=READY.battle_at - timedelta(days=14))], 0, 0),
    ],
)
def test_earlier_victories_make_gains_smaller_for_a_while(
    wars: list[War], captures: int, victories: int
) -> None:
    stakes = stakes_of(BORVIA, AURELIA, wars, READY.battle_at, CLASSIC)

    assert (stakes.captures, stakes.victories) == (captures, victories)
    assert (stakes.resources, stakes.territory, stakes.is_inactive) == (5_000, 100, False)


def test_in_each_state_something_else_is_due() -> None:
    fought = execute_battle(READY, STRONG, BORVIA, [], SECRET, CLASSIC).war

    assert proposed().due_at(CLASSIC.war) == NOW + timedelta(hours=12)
    assert accepted().due_at(CLASSIC.war) == READY.battle_at - timedelta(hours=1)
    assert READY.due_at(CLASSIC.war) == READY.battle_at
    assert fought.due_at(CLASSIC.war) == READY.battle_at + timedelta(hours=72)


def test_a_truce_is_between_the_two_nations_until_its_end() -> None:
    until = NOW + timedelta(hours=72)
    war = replace(VICTORY, truce=Truce(until))

    assert truce_between([war], BORVIA.id, AURELIA.id, until - timedelta(seconds=1)) == war
    assert truce_between([war], AURELIA.id, BORVIA.id, until) is None
    assert truce_between([replace(war, truce=Truce(until, TruceState.BROKEN))],
                         AURELIA.id, BORVIA.id, NOW) is None  # fmt: skip
