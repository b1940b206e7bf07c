"""Predicts a battle from what a nation may know of its enemy (COM-08, WAR-14, C-16)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.combat.battle_rules import BattleRules
from nazh.domain.dominion.combat.odds import win_probability
from nazh.domain.dominion.combat.sides import (
    Role,
    Side,
    Stance,
    base_strength,
    modifiers_of,
    part_committed,
    support_modifier,
)
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.supporting import Pledge
from nazh.domain.dominion.wars.war import opposite

_DIGITS: Final = 2
"""Significant digits of a public strength."""


@dataclass(frozen=True, slots=True)
class StrengthRange:
    """The lowest and the highest possible strength of a nation, inclusive."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Odds:
    """The lowest and the highest probability that a nation wins; equal if everything is known."""

    lowest: Fraction
    highest: Fraction


@dataclass(frozen=True, slots=True)
class KnownSupporter:
    """A supporter whose strength is known exactly or to two digits. Compare ``Supporter``."""

    strength: StrengthRange
    part: int
    bloc: int

    def committed(self, end: Callable[[int, int], int], rules: BattleRules) -> int:
        """Return the least (``min``) or the most (``max``) strength that it adds."""
        strength = end(self.strength.lowest, self.strength.highest)
        return part_committed(strength, self.part, self.bloc, rules.combat)


def known_supporter(pledge: Pledge, strength: int, bloc: int, rules: Ruleset) -> KnownSupporter:
    """Return what the supported nation knows of a supporter; allies are known exactly (DIP-04)."""
    if pledge.treaty is TreatyKind.ALLIANCE:
        return KnownSupporter(StrengthRange(strength, strength), rules.combat.support, bloc)
    rounded = strengths_rounded_to(public_strength(strength))
    return KnownSupporter(rounded, rules.war.defence_support, bloc)


def public_strength(strength: int) -> int:
    """Return the public strength, rounded to two significant digits, half up."""
    step = _step(strength)
    return (strength + step // 2) // step * step


def strengths_rounded_to(public: int) -> StrengthRange:
    """Return the range of strengths with this public strength."""
    below = _step(max(public - 1, 0))
    above = _step(public)
    return StrengthRange(public - below // 2, public + (above - 1) // 2)


def predict_battle(
    own: Side,
    role: Role,
    enemy: StrengthRange,
    rules: BattleRules,
    supporters: Collection[KnownSupporter] = (),
) -> Odds:
    """Return how likely a side is to win in any of its stances.

    The enemy's stance and fortification are unknown, and its units could be of any type.
    ``supporters`` are those of the side; the enemy's supporters are ignored.
    """
    base = base_strength(own, rules)
    support = {
        support_modifier(
            base, sum(supporter.committed(end, rules) for supporter in supporters), rules.combat
        )
        for end in (min, max)
    }
    forces = {
        base * (WHOLE + modifiers_of(side, role, rules).total + added)
        for side in (replace(own, stance=stance) for stance in Stance)
        for added in support
    }
    totals = _unknown_modifiers(own, role, rules)
    weakest = enemy.lowest * (WHOLE + min(totals))
    strongest = enemy.highest * (WHOLE + max(totals))
    return Odds(
        _probability(role, min(forces), strongest, rules),
        _probability(role, max(forces), weakest, rules),
    )


def _unknown_modifiers(own: Side, role: Role, rules: BattleRules) -> set[int]:
    return {
        modifiers_of(
            Side(nation=own.nation, units={}, stance=stance, is_fortified=is_fortified),
            opposite(role),
            rules,
        ).total
        for stance, is_fortified in product(Stance, (False, True))
    }


def _probability(role: Role, own: int, enemy: int, rules: BattleRules) -> Fraction:
    variance = rules.combat.variance
    if role is Role.AGGRESSOR:
        return win_probability(own, enemy, variance)
    return 1 - win_probability(enemy, own, variance)


def _step(strength: int) -> int:
    step: int = 10 ** max(0, len(str(strength)) - _DIGITS)
    return step
