"""Tests the formulas of a battle, with the examples of docs/battles.md."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.combat.battle import (
    calculate_battle,
    calculate_casualties,
    determine_winner,
    winner_casualties,
)
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.draws import Draw
from nazh.domain.dominion.combat.odds import win_probability
from nazh.domain.dominion.combat.outcome import apply_battle_outcome, share_gains
from nazh.domain.dominion.combat.sides import (
    Modifiers,
    Role,
    Side,
    Stance,
    Supporter,
    modifiers_of,
)
from nazh.domain.dominion.combat.spoils import Spoils, Stakes, calculate_spoils
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Nation, NationId
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from tests.unit.domain.dominion.dominion_examples import CLASSIC, STANDARD, act, nation_with

RULES = battle_rules(CLASSIC)
COMBAT = CLASSIC.combat
INFANTRY, ARMOR, AIRCRAFT = UnitType.INFANTRY, UnitType.ARMOR, UnitType.AIRCRAFT
EVEN = Draw(0, 0)


def side(nation: int, infantry: int = 0, **changes: object) -> Side:
    units = {INFANTRY: Units(infantry)} if infantry else {}
    return replace(Side(nation=NationId(nation), units=units), **changes)  # type: ignore[arg-type]  # fields of sides


def supporter(nation: int, infantry: int, bloc: int = 1) -> Supporter:
    return Supporter(NationId(nation), {INFANTRY: Units(infantry)}, bloc)


def test_the_example_of_strength() -> None:
    attacker = side(
        1, units={AIRCRAFT: Units(4, 2)}, supporters=(supporter(3, 100, 6),), stance=Stance.BALANCED
    )
    helper = replace(attacker.supporters[0], units={INFANTRY: Units(100), ARMOR: Units(0)})

    assert RULES.strength(attacker.units) == 1_200
    assert modifiers_of(replace(attacker, supporters=(helper,)), Role.AGGRESSOR, RULES).support == (
        150 * 4 // 6 * 10_000 // 1_200
    )
    fared = calculate_battle(attacker, side(2), Draw(-250, 0), RULES).aggressor
    assert fared.final == 1_200 * 10_833 * 9_750 == 126_746_100_000


@pytest.mark.parametrize(
    ("stance", "role", "expected"),
    [
        (Stance.AGGRESSIVE, Role.AGGRESSOR, 500),
        (Stance.AGGRESSIVE, Role.DEFENDER, 500),
        (Stance.BALANCED, Role.AGGRESSOR, 0),
        (Stance.BALANCED, Role.DEFENDER, 0),
        (Stance.DEFENSIVE, Role.AGGRESSOR, -300),
        (Stance.DEFENSIVE, Role.DEFENDER, 500),
    ],
)
def test_stances(stance: Stance, role: Role, expected: int) -> None:
    assert modifiers_of(side(1, 10, stance=stance), role, RULES).stance == expected


def test_a_fortified_defender_on_its_own_terrain() -> None:
    fortified = side(1, 10, is_fortified=True)

    assert modifiers_of(fortified, Role.DEFENDER, RULES) == Modifiers(1_000, 0, 0, 1_500)
    assert modifiers_of(fortified, Role.AGGRESSOR, RULES) == Modifiers()


def test_support_has_a_limit() -> None:
    supporters = tuple(supporter(number, 100) for number in range(3, 6))

    assert modifiers_of(side(1, 100, supporters=supporters), Role.AGGRESSOR, RULES).support == 2_000


def test_a_nation_without_units_gets_no_support() -> None:
    weak = side(1, supporters=(supporter(3, 100),))

    assert modifiers_of(weak, Role.DEFENDER, RULES).support == 0


def test_the_defender_wins_a_tie() -> None:
    assert determine_winner(5, 5) is Role.DEFENDER
    assert determine_winner(6, 5) is Role.AGGRESSOR
    assert calculate_battle(side(1, 110), side(2, 100), EVEN, RULES).winner is Role.DEFENDER
    assert calculate_battle(side(1, 111), side(2, 100), EVEN, RULES).winner is Role.AGGRESSOR


def test_the_winner_loses_less_the_weaker_the_loser_was() -> None:
    assert winner_casualties(2, 1, COMBAT) == 1_060
    assert winner_casualties(1, 1, COMBAT) == 3_000
    assert winner_casualties(100, 1, COMBAT) == 500
    assert winner_casualties(0, 0, COMBAT) == 3_000


def test_casualties_go_to_the_largest_remainders() -> None:
    units = {INFANTRY: Units(9), ARMOR: Units(4)}

    assert calculate_casualties(units, 1_060) == {INFANTRY: 1, ARMOR: 0}
    assert calculate_casualties(units, 10_001) == {INFANTRY: 9, ARMOR: 4}


def test_casualties_of_both_sides_and_of_supporters() -> None:
    attacker = side(1, 100, stance=Stance.AGGRESSIVE, supporters=(supporter(3, 100),))
    result = calculate_battle(attacker, side(2, 1_000), EVEN, RULES)

    assert result.winner is Role.DEFENDER
    assert (result.aggressor.casualty_rate, result.aggressor.losses) == (4_600, {INFANTRY: 46})
    assert result.aggressor.supporters == ({INFANTRY: 6},)
    assert result.defender.casualty_rate == 500
    assert result.defender.losses == {INFANTRY: 50}


@given(
    st.dictionaries(
        st.sampled_from(UnitType), st.builds(Units, st.integers(0, 5_000), st.integers(0, 5))
    ),
    st.integers(0, 20_000),
)
def test_casualties_never_exceed_the_army(units: dict[UnitType, Units], rate: int) -> None:
    lost = calculate_casualties(units, rate)

    assert lost.keys() == units.keys()
    assert all(0 <= lost[unit] <= of.quantity for unit, of in units.items())
    whole = sum(of.quantity for of in units.values())
    assert sum(lost.values()) == whole * min(rate, 10_000) // 10_000


def test_the_example_of_spoils() -> None:
    stakes = Stakes(resources=5_000, territory=100, captures=2)

    assert calculate_spoils(stakes, COMBAT) == Spoils(1_200, 800, 15, 6)


@pytest.mark.parametrize(
    ("stakes", "expected"),
    [
        (Stakes(resources=1_000, territory=0), Spoils(0, 0, 0, 0)),
        (Stakes(resources=5_000, territory=100, is_inactive=True), Spoils(1_200, 400, 15, 5)),
        (Stakes(resources=5_000, territory=100, victories=2), Spoils(1_200, 800, 15, 0)),
        (Stakes(resources=5_000, territory=100, victories=1), Spoils(1_200, 800, 15, 10)),
    ],
)
def test_inactive_and_repeated_targets_give_smaller_spoils(
    stakes: Stakes, expected: Spoils
) -> None:
    assert calculate_spoils(stakes, COMBAT) == expected


def test_standard_leaves_every_nation_some_land() -> None:
    spoils = calculate_spoils(Stakes(resources=0, territory=32), STANDARD.combat)

    assert (spoils.territory_lost, spoils.captured) == (2, 2)


@given(st.integers(0, 10**7), st.integers(0, 10**5), st.integers(0, 30), st.integers(0, 3))
def test_gains_never_exceed_losses(
    resources: int, territory: int, captures: int, victories: int
) -> None:
    stakes = Stakes(
        resources=resources, territory=territory, captures=captures, victories=victories
    )
    spoils = calculate_spoils(stakes, STANDARD.combat)

    assert 0 <= spoils.captured <= spoils.territory_lost <= territory
    assert 0 <= spoils.plunder <= spoils.resources_lost <= max(0, resources - 1_000)
    assert territory - spoils.territory_lost >= min(territory, 30)


def test_supporters_share_by_what_they_committed() -> None:
    winner = side(1, 100, supporters=(supporter(3, 100), supporter(4, 200)))

    assert share_gains(winner, 1_000, RULES) == {1: 850, 3: 50, 4: 100}
    assert share_gains(side(1, 100), 1_000, RULES) == {1: 1_000}
    assert share_gains(side(1, 100, supporters=(supporter(3, 0),)), 7, RULES) == {1: 7, 3: 0}


def fighting_nation(number: int, infantry: int, resources: int = 5_000) -> Nation:
    military = Military({INFANTRY: Units(infantry)})
    return nation_with(
        resources, id=NationId(number), territory=100, military=military, is_fortified=True
    )


def test_the_outcome_reaches_every_nation() -> None:
    nations = {NationId(n): fighting_nation(n, size) for n, size in ((1, 200), (2, 100), (3, 100))}
    sides = {
        Role.AGGRESSOR: side(1, 200, supporters=(supporter(3, 100),)),
        Role.DEFENDER: side(2, 100, is_fortified=True),
    }
    result = calculate_battle(sides[Role.AGGRESSOR], sides[Role.DEFENDER], EVEN, RULES)

    after = apply_battle_outcome(nations, sides, result, Spoils(1_200, 800, 15, 10), act(), CLASSIC)

    assert result.winner is Role.AGGRESSOR
    assert [after[NationId(n)].resources for n in (1, 2, 3)] == [5_680, 3_800, 5_120]
    assert [after[NationId(n)].territory for n in (1, 2, 3)] == [109, 85, 101]
    assert [after[NationId(n)].is_fortified for n in (1, 2, 3)] == [False, False, True]
    left = [after[NationId(n)].military.of(INFANTRY).quantity for n in (1, 2, 3)]
    own, other = result.aggressor, result.defender
    assert left == [
        200 - own.losses[INFANTRY],
        100 - other.losses[INFANTRY],
        100 - own.supporters[0][INFANTRY],
    ]
    reasons = {n: [entry.reason for entry in after[NationId(n)].journal] for n in (1, 2, 3)}
    assert reasons == {1: [Reason.WAR_GAIN], 2: [Reason.WAR_LOSS], 3: [Reason.WAR_GAIN]}


def counted(aggressor: int, defender: int, variance: int) -> Fraction:
    """Return the odds by trying all pairs."""
    own = range(10_000 - variance, 10_000 + variance + 1)
    return Fraction(
        sum(aggressor * own_roll > defender * other for own_roll in own for other in own),
        len(own) ** 2,
    )


@given(
    st.one_of(st.integers(0, 60), st.integers(0, 10**12)),
    st.one_of(st.integers(0, 60), st.integers(0, 10**12)),
    st.integers(0, 25),
)
def test_odds_equal_trying_all_pairs(aggressor: int, defender: int, variance: int) -> None:
    assert win_probability(aggressor, defender, variance) == counted(aggressor, defender, variance)


@given(st.integers(9_000, 11_000), st.integers(9_000, 11_000), st.integers(0, 25))
def test_odds_of_near_equals_too(aggressor: int, defender: int, variance: int) -> None:
    assert win_probability(aggressor, defender, variance) == counted(aggressor, defender, variance)


@pytest.mark.slow
@pytest.mark.parametrize("aggressor", [800, 1_000, 1_100, 1_200, 1_450])
@pytest.mark.parametrize("defender", [900, 1_000, 1_099, 1_300])
def test_odds_equal_trying_all_nine_million_pairs(aggressor: int, defender: int) -> None:
    attack, defence = aggressor * 10_000, defender * 11_000

    assert win_probability(attack, defence, 1_500) == counted(attack, defence, 1_500)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 1_500))
def test_more_strength_is_never_worse(aggressor: int, defender: int, variance: int) -> None:
    chance = win_probability(aggressor, defender, variance)

    assert chance <= win_probability(aggressor + 1, defender, variance)
    assert chance >= win_probability(aggressor, defender + 1, variance)
