"""Tests that simulated battles have the odds and the losses of real ones."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from nazh.domain.dominion.combat.battle import BattleResult, Losses, calculate_battle
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.draws import Draw
from nazh.domain.dominion.combat.sides import Role, Side, Stance
from nazh.domain.dominion.combat.simulating import (
    aggressor_chance,
    clearest_victory,
    drawn_battles,
)
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import Units, UnitType
from tests.unit.domain.dominion.dominion_examples import CLASSIC

RULES = battle_rules(CLASSIC)


@st.composite
def sides(draw: st.DrawFn, nation: int) -> Side:
    types = st.sampled_from(UnitType)
    units = draw(st.dictionaries(types, st.builds(Units, st.integers(0, 90), st.integers(0, 3))))
    return Side(
        nation=NationId(nation),
        units=units,
        stance=draw(st.sampled_from(Stance)),
        is_fortified=draw(st.booleans()),
    )


def losses_of(result: BattleResult, role: Role) -> Losses:
    fared = {Role.AGGRESSOR: result.aggressor, Role.DEFENDER: result.defender}
    return fared[role].losses


@given(sides(1), sides(2), st.integers(0, 4))
def test_the_chance_is_the_part_of_all_battles_that_the_aggressor_wins(
    aggressor: Side, defender: Side, variance: int
) -> None:
    rules = replace(RULES, combat=replace(RULES.combat, variance=variance))
    values = range(-rules.combat.variance, rules.combat.variance + 1)

    winners = [
        calculate_battle(aggressor, defender, Draw(own, other), rules).winner
        for own in values
        for other in values
    ]

    expected = Fraction(winners.count(Role.AGGRESSOR), len(winners))
    assert aggressor_chance(aggressor, defender, rules) == expected


@given(sides(1), sides(2), st.sampled_from(Role))
def test_the_clearest_victory_is_won_exactly_if_there_is_a_chance(
    aggressor: Side, defender: Side, winner: Role
) -> None:
    chance = aggressor_chance(aggressor, defender, RULES)
    has_chance = chance > 0 if winner is Role.AGGRESSOR else chance < 1

    clearest = clearest_victory(winner, aggressor, defender, RULES)

    assert (clearest.winner is winner) == has_chance


@given(sides(1), sides(2), st.sampled_from(Role))
def test_the_loser_always_loses_what_it_does_in_the_clearest_victory(
    aggressor: Side, defender: Side, winner: Role
) -> None:
    loser = Role.DEFENDER if winner is Role.AGGRESSOR else Role.AGGRESSOR
    clearest = clearest_victory(winner, aggressor, defender, RULES)
    assume(clearest.winner is winner)

    won = [
        battle
        for battle in drawn_battles(aggressor, defender, range(1, 6), RULES)
        if battle.winner is winner
    ]

    for simulated in won:
        assert losses_of(simulated, loser) == losses_of(clearest, loser)
        assert sum(losses_of(simulated, winner).values()) >= sum(
            losses_of(clearest, winner).values()
        )


def test_drawn_battles_are_the_same_each_time_and_differ_from_one_another() -> None:
    one, other = (
        Side(nation=NationId(nation), units={UnitType.INFANTRY: Units(100)}) for nation in (1, 2)
    )

    first, again = [list(drawn_battles(one, other, range(1, 51), RULES)) for _ in range(2)]

    assert first == again
    variances = {battle.aggressor.variance for battle in first} | {
        battle.defender.variance for battle in first
    }
    assert len(variances) > 80
    assert max(abs(variance) for variance in variances) <= RULES.combat.variance
