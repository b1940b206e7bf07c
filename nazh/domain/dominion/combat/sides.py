"""Defines the sides of a battle, and their strength."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.combat.battle_rules import BattleRules
from nazh.domain.dominion.nations.nation import Nation, NationId
from nazh.domain.dominion.nations.units import Units, UnitType
from nazh.domain.dominion.rules.combat import CombatRules


class Role(Enum):
    """The two sides of a war; the value is stored."""

    AGGRESSOR = "aggressor"
    DEFENDER = "defender"


class Stance(Enum):
    """How a side fights; the value is its word in commands and tables."""

    AGGRESSIVE = "aggressive"
    BALANCED = "balanced"
    DEFENSIVE = "defensive"


@dataclass(frozen=True, slots=True)
class Supporter:
    """A nation that supports a side. ``bloc`` counts the nations that alliances connect it to.

    ``units`` are all of its units. It commits a part of them: ``commits`` basis points, or what the
    rules specify for allies if ``None``. The bloc includes the nation itself.
    """

    nation: NationId
    units: Mapping[UnitType, Units]
    bloc: int = 1
    commits: int | None = None

    def part(self, combat: CombatRules) -> int:
        """Return the share of its units that it commits, in basis points."""
        return combat.support if self.commits is None else self.commits


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A nation in a battle, with its supporters."""

    nation: NationId
    units: Mapping[UnitType, Units]
    stance: Stance = Stance.BALANCED
    is_fortified: bool = False
    supporters: tuple[Supporter, ...] = ()


@dataclass(frozen=True, slots=True)
class Modifiers:
    """The modifiers of a side's strength, in basis points."""

    terrain: int = 0
    support: int = 0
    stance: int = 0
    fortification: int = 0

    @property
    def total(self) -> int:
        """Their sum."""
        return self.terrain + self.support + self.stance + self.fortification


def unsupported_side(nation: Nation) -> Side:
    """Return a nation as a side in the balanced stance, without supporters."""
    return Side(nation=nation.id, units=nation.military.units, is_fortified=nation.is_fortified)


def base_strength(side: Side, rules: BattleRules) -> int:
    """Return the strength of a side's own units (COM-01)."""
    return rules.strength(side.units)


def committed_strength(supporter: Supporter, rules: BattleRules) -> int:
    """Return the strength that a supporter adds (C-14), less if its bloc is large (WAR-08)."""
    part = supporter.part(rules.combat)
    return part_committed(rules.strength(supporter.units), part, supporter.bloc, rules.combat)


def part_committed(strength: int, part: int, bloc: int, combat: CombatRules) -> int:
    """Return the strength that committing ``part`` basis points of ``strength`` adds to a side.

    It is less if the nation's ``bloc`` is large (WAR-08).
    """
    return share(strength, part) * combat.bloc_size // max(combat.bloc_size, bloc)


def modifiers_of(side: Side, role: Role, rules: BattleRules) -> Modifiers:
    """Return the modifiers of a side's strength (COM-02)."""
    combat = rules.combat
    is_defender = role is Role.DEFENDER
    return Modifiers(
        terrain=combat.terrain if is_defender else 0,
        support=_support(side, rules),
        stance=_stance_modifier(side.stance, role, combat),
        fortification=combat.fortification if is_defender and side.is_fortified else 0,
    )


def support_modifier(base: int, committed: int, combat: CombatRules) -> int:
    """Return the bonus that ``committed`` strength adds to ``base``, in basis points, capped."""
    return min(combat.most_support, committed * WHOLE // base) if base else 0


def _support(side: Side, rules: BattleRules) -> int:
    base = base_strength(side, rules) if side.supporters else 0
    committed = sum(committed_strength(supporter, rules) for supporter in side.supporters)
    return support_modifier(base, committed, rules.combat)


def _stance_modifier(stance: Stance, role: Role, combat: CombatRules) -> int:
    match stance, role:
        case Stance.AGGRESSIVE, _:
            return combat.aggressive_bonus
        case Stance.DEFENSIVE, Role.DEFENDER:
            return combat.defensive_bonus
        case Stance.DEFENSIVE, Role.AGGRESSOR:
            return -combat.defensive_penalty
        case _:
            return 0
