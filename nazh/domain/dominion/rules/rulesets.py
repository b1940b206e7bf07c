"""Composes all balance values of the game, which have units and ranges, into one ruleset.

A ruleset is read once from its file, and a season keeps the one it began with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from nazh.domain.dominion.errors.controls import InconsistentRules
from nazh.domain.dominion.rules.combat import CombatRules
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules
from nazh.domain.dominion.rules.economy import DevelopmentRules, ResourceRules
from nazh.domain.dominion.rules.military import MilitaryRules
from nazh.domain.dominion.rules.nations import CitizenRules, NationRules, PoliticsRules
from nazh.domain.dominion.rules.rule import duration
from nazh.domain.dominion.rules.wars import ReputationRules, WarRules
from nazh.domain.dominion.world_time import WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRules:
    """The rules for seasons."""

    length: Annotated[
        timedelta,
        duration(timedelta(days=1), 52 * WEEK, "Time from the first to the last tick of a season."),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """All values of one ruleset. Operators select it by ``name``."""

    name: str
    nations: NationRules
    citizens: CitizenRules
    politics: PoliticsRules
    resources: ResourceRules
    development: DevelopmentRules
    military: MilitaryRules
    combat: CombatRules
    diplomacy: DiplomacyRules
    war: WarRules
    reputation: ReputationRules
    season: SeasonRules


def check_consistency(rules: Ruleset) -> None:
    """Raise InconsistentRules if one value contradicts another (CFG-02)."""
    nations, resources, combat = rules.nations, rules.resources, rules.combat
    ordered = {
        ("nations.inactive_after", "nations.archived_after"): (
            nations.inactive_after <= nations.archived_after
        ),
        ("nations.vacation_least", "nations.vacation_most"): (
            nations.vacation_least <= nations.vacation_most
        ),
        ("resources.least_multiplier", "resources.most_multiplier"): (
            resources.least_multiplier <= resources.most_multiplier
        ),
        ("combat.least_winner_casualties", "combat.most_winner_casualties"): (
            combat.least_winner_casualties <= combat.most_winner_casualties
        ),
        ("combat.plunder", "combat.resources_lost"): combat.plunder <= combat.resources_lost,
        ("combat.capture", "combat.territory_lost"): combat.capture <= combat.territory_lost,
    }
    for (lower, upper), is_ordered in ordered.items():
        if not is_ordered:
            raise InconsistentRules(lower, upper)
