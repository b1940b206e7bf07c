"""Predicts how a battle would end, exactly where a formula exists and by draws otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.combat.battle import BattleResult, calculate_battle
from nazh.domain.dominion.combat.battle_rules import BattleRules
from nazh.domain.dominion.combat.draws import Draw, Nonces, draw
from nazh.domain.dominion.combat.odds import win_probability
from nazh.domain.dominion.combat.sides import Role, Side, base_strength, modifiers_of

_SECRET: Final = bytes(32)
"""The secret of drawn battles. Nobody gains by knowing it, and it makes draws reproducible."""
_WAR: Final = 0


def aggressor_chance(aggressor: Side, defender: Side, rules: BattleRules) -> Fraction:
    """Return the exact probability that the aggressor wins; the defender wins otherwise."""
    attacking = WHOLE + modifiers_of(aggressor, Role.AGGRESSOR, rules).total
    defending = WHOLE + modifiers_of(defender, Role.DEFENDER, rules).total
    return win_probability(
        base_strength(aggressor, rules) * attacking,
        base_strength(defender, rules) * defending,
        rules.combat.variance,
    )


def clearest_victory(
    winner: Role, aggressor: Side, defender: Side, rules: BattleRules
) -> BattleResult:
    """Return the battle in which chance favours a side most; the side wins if it can win at all."""
    most = rules.combat.variance
    chance = Draw(most, -most) if winner is Role.AGGRESSOR else Draw(-most, most)
    return calculate_battle(aggressor, defender, chance, rules)


def drawn_battles(
    aggressor: Side, defender: Side, rounds: Iterable[int], rules: BattleRules
) -> Iterator[BattleResult]:
    """Yield one battle for each round, from 1; the same arguments give the same battles.

    The chance is drawn as in wars. A battle takes about 50 µs.
    """
    for number in rounds:
        chance = draw(_SECRET, _WAR, number, Nonces(), rules.combat.variance)
        yield calculate_battle(aggressor, defender, chance, rules)
