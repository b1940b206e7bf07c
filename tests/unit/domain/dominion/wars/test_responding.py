"""Tests how the sides of a war answer, give orders, and surrender."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.combat.spoils import Spoils
from nazh.domain.dominion.errors import wars as war_errors
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.wars.responding import (
    accept,
    check_units_are_free,
    decline,
    may_trigger,
    role_for,
    set_nonce,
    set_stance,
    surrender,
    withdraw,
)
from nazh.domain.dominion.wars.supporting import Support
from nazh.domain.dominion.wars.transitions import TRANSITIONS, WarEvent
from nazh.domain.dominion.wars.war import Outcome, Truce, War, WarState
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, act
from tests.unit.domain.dominion.wars.war_examples import (
    AURELIA,
    BORVIA,
    COMMITMENT,
    NOW,
    accepted,
    army,
    nation,
    proposed,
)

LATER = NOW + timedelta(hours=2)
COMMANDS = [event for event in WarEvent if event.value not in ("lock", "fight", "end_truce")]
WARS = {
    WarState.PROPOSED: proposed(),
    WarState.PREPARATION: accepted(),
    WarState.ACTIVE: accepted(state=WarState.ACTIVE),
    WarState.CONCLUDED: proposed(state=WarState.CONCLUDED, outcome=Outcome.DECLINED),
}
ONLY = {
    WarEvent.ACCEPT: Role.DEFENDER,
    WarEvent.DECLINE: Role.DEFENDER,
    WarEvent.WITHDRAW: Role.AGGRESSOR,
}
WRONG_SIDE = {
    WarEvent.ACCEPT: war_errors.OnlyTheDefender,
    WarEvent.DECLINE: war_errors.OnlyTheDefender,
    WarEvent.WITHDRAW: war_errors.OnlyTheAggressor,
}
WRONG_STATE: dict[WarState, type[Refusal]] = {
    WarState.PROPOSED: war_errors.WarNotAccepted,
    WarState.PREPARATION: war_errors.WarAlreadyAccepted,
    WarState.ACTIVE: war_errors.WarAlreadyAccepted,
    WarState.CONCLUDED: war_errors.WarIsOver,
}
ORDERS = (WarEvent.SET_STANCE, WarEvent.SET_NONCE)


@pytest.mark.parametrize(("state", "event", "role"), list(product(WarState, COMMANDS, Role)))
def test_each_command_is_for_one_side_or_both_and_for_some_states(
    state: WarState, event: WarEvent, role: Role
) -> None:
    war = WARS[state]
    nation = war.nation(role)
    refused: type[Refusal] | None = None
    if ONLY.get(event, role) is not role:
        refused = WRONG_SIDE[event]
    elif (state, event) not in TRANSITIONS:
        is_locked = state is WarState.ACTIVE and event in ORDERS
        refused = war_errors.OrdersLocked if is_locked else WRONG_STATE[state]

    if refused is None:
        assert role_for(war, nation, event) is role
        assert may_trigger(event, role, war.state)
    else:
        with pytest.raises(refused, match=r"war|War"):
            role_for(war, nation, event)
        assert not may_trigger(event, role, war.state)


@pytest.mark.parametrize("event", COMMANDS)
def test_other_nations_have_no_part_in_a_war(event: WarEvent) -> None:
    with pytest.raises(war_errors.NoSuchWar):
        role_for(proposed(), NationId(3), event)


def test_an_accepted_war_has_its_battle_in_the_hour_of_the_defender() -> None:
    war = accept(proposed(), replace(BORVIA, battle_hour=3), LATER, COMMITMENT, CLASSIC)

    assert war.state is WarState.PREPARATION
    assert war.battle_at == START + timedelta(days=6, hours=3)
    assert (war.commitment, war.sealed_secret) == ("commitment", "sealed")
    assert "sealed" not in repr(war)


def test_declining_costs_reputation_and_more_the_second_time() -> None:
    war, first = decline(proposed(), BORVIA, [], LATER, CLASSIC)
    again = proposed(9, declared_at=LATER)
    _, second = decline(again, first, [war], LATER + timedelta(days=13), CLASSIC)
    _, late = decline(again, first, [war], LATER + timedelta(days=14), CLASSIC)

    assert (war.state, war.outcome, war.concluded_at) == (
        WarState.CONCLUDED,
        Outcome.DECLINED,
        LATER,
    )
    assert war.truce is None
    assert (first.reputation, second.reputation, late.reputation) == (-10, -35, -20)
    assert second.reputation_changes[-1].reason is ReputationReason.WAR_DECLINED_AGAIN


def test_declining_another_aggressor_is_no_second_time() -> None:
    other = proposed(3, aggressor=NationId(3), state=WarState.CONCLUDED,
                     outcome=Outcome.DECLINED, concluded_at=NOW)  # fmt: skip

    _, defender = decline(proposed(), BORVIA, [other], LATER, CLASSIC)

    assert defender.reputation == -10


def test_withdrawing_costs_a_little_reputation() -> None:
    war, aggressor = withdraw(proposed(), AURELIA, LATER, CLASSIC)

    assert (war.outcome, war.winner, war.truce) == (Outcome.WITHDRAWN, None, None)
    assert aggressor.reputation == -2


@pytest.mark.parametrize("role", Role)
def test_orders_are_those_of_one_side(role: Role) -> None:
    war = set_nonce(set_stance(accepted(), role, Stance.DEFENSIVE), role, "tulips")

    own, other = (
        war.orders(role),
        war.orders(next(other_role for other_role in Role if other_role is not role)),
    )
    assert (own.stance, own.nonce) == (Stance.DEFENSIVE, "tulips")
    assert (other.stance, other.nonce) == (Stance.BALANCED, None)


@pytest.mark.parametrize("nonce", ["", "x" * 65, "\ud800", "a\0b"])
def test_a_nonce_is_a_text_of_one_to_64_characters(nonce: str) -> None:
    with pytest.raises(war_errors.InvalidNonce):
        set_nonce(accepted(), Role.DEFENDER, nonce)


def test_a_nonce_may_have_64_characters() -> None:
    war = set_nonce(accepted(), Role.DEFENDER, "ü" * 64)

    assert war.defender_orders.nonce == "ü" * 64


@pytest.mark.parametrize("state", [WarState.PREPARATION, WarState.ACTIVE])
def test_surrendering_costs_more_land_and_no_units(state: WarState) -> None:
    war = accepted(state=state)

    surrendered = surrender(war, Role.DEFENDER, BORVIA, AURELIA, [], act(LATER), CLASSIC)

    # Of the 4,000 above the vault 30% are lost and 20% won; of 100 land 20 and 10.
    assert surrendered.spoils == Spoils(1_200, 800, 20, 10)
    assert (
        surrendered.loser.resources,
        surrendered.loser.territory,
        surrendered.loser.reputation,
    ) == (3_800, 80, -10)
    assert (surrendered.winner.resources, surrendered.winner.territory) == (5_800, 110)
    assert (surrendered.winner.reputation, surrendered.loser.military) == (5, BORVIA.military)
    assert [entry.reason for entry in surrendered.loser.journal] == [Reason.WAR_LOSS]
    assert [entry.reason for entry in surrendered.winner.journal] == [Reason.WAR_GAIN]
    assert {entry.cause for entry in (*surrendered.loser.journal, *surrendered.winner.journal)} == {
        "war 7"
    }
    ended = surrendered.war
    assert (ended.outcome, ended.winner, ended.captured) == (
        Outcome.SURRENDER,
        Role.AGGRESSOR,
        10,
    )
    assert ended.truce == Truce(LATER + timedelta(hours=72))


def test_supporters_of_the_winner_share_what_a_surrender_brings() -> None:
    supports = [
        Support(nation(3, "Corvia", military=army(300)), Role.AGGRESSOR, 1),
        Support(nation(4, "Dorne", military=army(100)), Role.AGGRESSOR, 1),
    ]
    by = act(LATER)

    surrendered = surrender(accepted(), Role.DEFENDER, BORVIA, AURELIA, [], by, CLASSIC, supports)

    # Of the 800 resources 120 are for supporters, by 3 to 1, and of the 10 land 1, which neither
    # gets a whole part of.
    before = (AURELIA, *(support.nation for support in supports))
    after = (surrendered.winner, *surrendered.supporters)
    gained = [
        rewarded.resources - had.resources for had, rewarded in zip(before, after, strict=True)
    ]
    assert gained == [680, 90, 30]
    assert surrendered.winner.territory == 110
    assert [supporter.journal[-1].cause for supporter in surrendered.supporters] == ["war 7"] * 2
    assert [supporter.military for supporter in surrendered.supporters] == [
        support.nation.military for support in supports
    ]


def test_units_are_locked_only_while_a_battle_is_near() -> None:
    free: list[War] = [proposed(), accepted(), WARS[WarState.CONCLUDED]]
    check_units_are_free(free)

    with pytest.raises(war_errors.UnitsLocked):
        check_units_are_free([*free, accepted(state=WarState.ACTIVE)])
