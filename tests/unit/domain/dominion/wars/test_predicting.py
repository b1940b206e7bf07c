"""Tests what a nation may know about its enemy, and the odds that follow from it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.odds import win_probability
from nazh.domain.dominion.combat.sides import Role, Side, Stance, Supporter, modifiers_of
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import Units, UnitType
from nazh.domain.dominion.wars.predicting import (
    StrengthRange,
    known_supporter,
    predict_battle,
    public_strength,
    strengths_rounded_to,
)
from nazh.domain.dominion.wars.supporting import Pledge, support_by
from nazh.domain.dominion.wars.war import WarId
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START
from tests.unit.domain.dominion.wars.war_examples import AURELIA

RULES = battle_rules(CLASSIC)


def side(infantry: int, *, is_fortified: bool = False) -> Side:
    units = {UnitType.INFANTRY: Units(infantry)}
    return Side(nation=NationId(1), units=units, is_fortified=is_fortified)


@pytest.mark.parametrize(
    ("strength", "public"),
    [(0, 0), (7, 7), (99, 99), (104, 100), (105, 110), (994, 990), (995, 1000), (1049, 1000),
     (1050, 1100), (123_456, 120_000)],
)  # fmt: skip
def test_two_digits_of_a_strength_are_public(strength: int, public: int) -> None:
    assert public_strength(strength) == public


def test_the_range_is_of_all_strengths_with_the_same_public_one() -> None:
    by_public: dict[int, list[int]] = {}
    for strength in range(13_000):
        by_public.setdefault(public_strength(strength), []).append(strength)

    for public, strengths in list(by_public.items())[:-1]:
        expected = StrengthRange(min(strengths), max(strengths))
        assert strengths_rounded_to(public) == expected


@given(
    own=st.integers(0, 400),
    enemy=st.integers(0, 400),
    role=st.sampled_from(Role),
    stance=st.sampled_from(Stance),
    hidden=st.sampled_from(Stance),
    is_fortified=st.booleans(),
)
def test_the_odds_of_the_battle_are_within_the_predicted_ones(
    own: int, enemy: int, role: Role, stance: Stance, hidden: Stance, is_fortified: bool
) -> None:
    against = Side(
        nation=NationId(2),
        units={UnitType.INFANTRY: Units(enemy)},
        stance=hidden,
        is_fortified=is_fortified,
    )
    strengths = strengths_rounded_to(public_strength(enemy * 10))

    odds = predict_battle(side(own), role, strengths, RULES)

    other = Role.DEFENDER if role is Role.AGGRESSOR else Role.AGGRESSOR
    fought = Side(nation=NationId(1), units=side(own).units, stance=stance)
    mine = own * 10 * (WHOLE + modifiers_of(fought, role, RULES).total)
    enemy_strength = enemy * 10 * (WHOLE + modifiers_of(against, other, RULES).total)
    variance = RULES.combat.variance
    chance = (
        win_probability(mine, enemy_strength, variance)
        if role is Role.AGGRESSOR
        else 1 - win_probability(enemy_strength, mine, variance)
    )
    assert odds.lowest <= chance <= odds.highest


@given(
    own=st.integers(1, 400),
    strengths=st.lists(st.integers(1, 4_000), max_size=3),
    treaty=st.sampled_from((TreatyKind.ALLIANCE, TreatyKind.MUTUAL_DEFENCE)),
    bloc=st.integers(1, 9),
)
def test_the_odds_with_supporters_cover_those_of_the_battle(
    own: int, strengths: list[int], treaty: TreatyKind, bloc: int
) -> None:
    pledge = Pledge(WarId(7), NationId(3), Role.DEFENDER, START, treaty)
    known = [known_supporter(pledge, 10 * strength, bloc, CLASSIC) for strength in strengths]
    commits = support_by(pledge, AURELIA, bloc, CLASSIC).commits
    supporters = tuple(
        Supporter(NationId(3), {UnitType.INFANTRY: Units(strength)}, bloc, commits)
        for strength in strengths
    )
    supported = replace(side(own), supporters=supporters)
    enemy = StrengthRange(1_000, 1_000)

    exact = predict_battle(supported, Role.DEFENDER, enemy, RULES)
    covering = predict_battle(side(own), Role.DEFENDER, enemy, RULES, known)

    assert covering.lowest <= exact.lowest <= exact.highest <= covering.highest
    if treaty is TreatyKind.ALLIANCE:
        assert covering == exact


def test_the_range_is_reached_at_both_ends() -> None:
    odds = predict_battle(side(10), Role.AGGRESSOR, StrengthRange(100, 100), RULES)

    weakest = win_probability(100 * (WHOLE - 300), 100 * (WHOLE + 3_000), 1_500)
    strongest = win_probability(100 * (WHOLE + 500), 100 * (WHOLE + 1_000), 1_500)
    assert (odds.lowest, odds.highest) == (weakest, strongest)


def test_a_nation_that_is_much_stronger_wins_for_certain() -> None:
    odds = predict_battle(side(1000), Role.AGGRESSOR, StrengthRange(100, 104), RULES)

    assert odds.lowest == odds.highest == Fraction(1)
