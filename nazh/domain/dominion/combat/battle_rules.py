"""Extracts the values of a ruleset that decide battles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.domain.dominion.nations.units import Units, UnitType, rules_of, strength_of
from nazh.domain.dominion.rules.combat import CombatRules
from nazh.domain.dominion.rules.rulesets import Ruleset


@dataclass(frozen=True, slots=True)
class BattleRules:
    """The values that decide a battle. ``strengths`` are per unit of each type."""

    combat: CombatRules
    strengths: Mapping[UnitType, int]
    upgrade_bonus: int

    def strength(self, units: Mapping[UnitType, Units]) -> int:
        """Return the strength of units with their upgrades."""
        return strength_of(units, self.strengths, self.upgrade_bonus)


def battle_rules(rules: Ruleset) -> BattleRules:
    """Return the values of a ruleset that decide battles."""
    strengths = {unit: rules_of(rules.military, unit).strength for unit in UnitType}
    return BattleRules(rules.combat, strengths, rules.military.upgrade_bonus)
