"""Calculates the result of a battle, in whole numbers (COM-01 to COM-07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt

from nazh.domain.dominion.basis_points import WHOLE, apportion, share
from nazh.domain.dominion.combat.battle_rules import BattleRules
from nazh.domain.dominion.combat.draws import Draw
from nazh.domain.dominion.combat.sides import (
    Modifiers,
    Role,
    Side,
    Stance,
    base_strength,
    modifiers_of,
)
from nazh.domain.dominion.combat_rules import CombatRules
from nazh.domain.dominion.military import Units, UnitType

Losses = Mapping[UnitType, int]


@dataclass(frozen=True, slots=True)
class SideResult:
    """How a side fared. ``variance`` and ``casualty_rate`` are basis points.

    ``final`` is the strength that decided, times 100,000,000. ``supporters`` are the losses of each
    supporter, in the order of the side.
    """

    base: int
    modifiers: Modifiers
    variance: int
    final: int
    casualty_rate: int
    losses: Losses
    supporters: tuple[Losses, ...]


@dataclass(frozen=True, slots=True)
class BattleResult:
    """The result of a battle."""

    aggressor: SideResult
    defender: SideResult
    winner: Role


def calculate_battle(
    aggressor: Side, defender: Side, draw: Draw, rules: BattleRules
) -> BattleResult:
    """Return the result; the same arguments give the same result on every machine."""
    forces = (
        _Force(aggressor, Role.AGGRESSOR, draw.aggressor, rules),
        _Force(defender, Role.DEFENDER, draw.defender, rules),
    )
    attacking, defending = forces
    winner = determine_winner(attacking.final, defending.final)
    by_strength = forces if winner is Role.AGGRESSOR else (defending, attacking)
    winning = winner_casualties(by_strength[0].final, by_strength[1].final, rules.combat)
    rates = {force.role: rules.combat.loser_casualties for force in forces}
    rates[winner] = winning
    return BattleResult(
        aggressor=attacking.result(rates[Role.AGGRESSOR]),
        defender=defending.result(rates[Role.DEFENDER]),
        winner=winner,
    )


def determine_winner(aggressor: int, defender: int) -> Role:
    """Return the stronger side; the defender, if both are equally strong."""
    return Role.AGGRESSOR if aggressor > defender else Role.DEFENDER


def winner_casualties(winner: int, loser: int, combat: CombatRules) -> int:
    """Return the part of its units that the winner loses, in basis points (COM-07).

    It is ``most_winner_casualties * (loser / winner) ** 1.5``, rounded down and limited.
    """
    most = combat.most_winner_casualties
    if winner == 0:
        return most
    rate = isqrt(most**2 * loser**3 // winner**3)
    return min(max(rate, combat.least_winner_casualties), most)


def calculate_casualties(units: Mapping[UnitType, Units], rate: int) -> dict[UnitType, int]:
    """Return how many units of each type are lost at a rate in basis points (COM-06).

    The sum is that part of all units, rounded down; largest remainders get what is missing.
    """
    quantities = {unit: units[unit].quantity for unit in UnitType if unit in units}
    return apportion(quantities, min(rate, WHOLE), WHOLE)


@dataclass(frozen=True, slots=True)
class _Force:
    """A side with its chance."""

    side: Side
    role: Role
    variance: int
    rules: BattleRules

    @property
    def final(self) -> int:
        base = base_strength(self.side, self.rules)
        total = modifiers_of(self.side, self.role, self.rules).total
        return base * (WHOLE + total) * (WHOLE + self.variance)

    def result(self, rate: int) -> SideResult:
        rate = share(rate, _stance_casualties(self.side.stance, self.rules.combat))
        support = self.rules.combat.support
        return SideResult(
            base=base_strength(self.side, self.rules),
            modifiers=modifiers_of(self.side, self.role, self.rules),
            variance=self.variance,
            final=self.final,
            casualty_rate=rate,
            losses=calculate_casualties(self.side.units, rate),
            supporters=tuple(
                calculate_casualties(_committed(supporter.units, support), rate)
                for supporter in self.side.supporters
            ),
        )


def _committed(units: Mapping[UnitType, Units], support: int) -> dict[UnitType, Units]:
    """Return the units that a supporter commits, each type rounded down."""
    return {unit: Units(share(of.quantity, support), of.level) for unit, of in units.items()}


def _stance_casualties(stance: Stance, combat: CombatRules) -> int:
    match stance:
        case Stance.AGGRESSIVE:
            return combat.aggressive_casualties
        case Stance.BALANCED:
            return WHOLE
        case Stance.DEFENSIVE:
            return combat.defensive_casualties
