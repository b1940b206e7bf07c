"""Declares the balance values of the game, with their units and ranges.

A ruleset is read once from its file, and a season keeps the one it began with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.errors.controls import InconsistentRules
from nazh.domain.dominion.rules.combat import CombatRules
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules
from nazh.domain.dominion.rules.rule import amount, duration, share
from nazh.domain.dominion.rules.wars import ReputationRules, WarRules

_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class NationRules:
    """The rules for founding, renaming, vacations and deletion."""

    start_resources: Annotated[int, amount("resources", 0, 1_000_000, "Stock of a new nation.")]
    start_territory: Annotated[int, amount("land", 1, 100_000, "Territory of a new nation.")]
    late_bonus: Annotated[
        int,
        share(WHOLE, "Extra stock of a new nation for each full interval of the season before it."),
    ]
    late_bonus_interval: Annotated[
        timedelta, duration(timedelta(minutes=1), 4 * _WEEK, "How often the bonus grows.")
    ]
    late_bonus_days: Annotated[
        int, amount("days", 0, 365, "Days after which the bonus stops growing.")
    ]
    protection: Annotated[
        timedelta, duration(timedelta(), 4 * _WEEK, "How long a new nation cannot be attacked.")
    ]
    rename_cost: Annotated[int, amount("resources", 0, 1_000_000, "Price of a new name.")]
    rename_cooldown: Annotated[
        timedelta,
        duration(timedelta(hours=1), 52 * _WEEK, "Time between two renames of a nation."),
    ]
    inactive_after: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            52 * _WEEK,
            "How long a nation without active citizens stays on the boards.",
        ),
    ]
    archived_after: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            52 * _WEEK,
            "How long a nation can be without active citizens before it is archived.",
        ),
    ]
    orphaned_for: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            52 * _WEEK,
            "How long a nation stays on the boards after the bot was removed.",
        ),
    ]
    vacation_least: Annotated[int, amount("days", 1, 365, "Shortest vacation of a nation.")]
    vacation_most: Annotated[int, amount("days", 1, 365, "Longest vacation of a nation.")]
    vacation_notice: Annotated[
        timedelta,
        duration(timedelta(), 4 * _WEEK, "How long before its start a vacation must be announced."),
    ]
    deletion_delay: Annotated[
        timedelta,
        duration(
            timedelta(hours=1), 4 * _WEEK, "How long the deletion of a nation can be cancelled."
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRules:
    """The rules for joining a nation and counting as active."""

    active_for: Annotated[
        timedelta,
        duration(
            timedelta(hours=1), 52 * _WEEK, "How long a citizen counts after their last command."
        ),
    ]
    move_cooldown: Annotated[
        timedelta,
        duration(
            timedelta(hours=1), 52 * _WEEK, "Time between leaving a nation and joining another."
        ),
    ]
    account_age: Annotated[
        timedelta,
        duration(timedelta(), 52 * _WEEK, "How old an account must be to join a nation."),
    ]
    absence: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            4 * _WEEK,
            "How long users stay citizens after leaving the server.",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliticsRules:
    """The rules for governing a nation."""

    announce_cooldown: Annotated[
        timedelta,
        duration(timedelta(minutes=30), _WEEK, "Time between two announcements of the leader."),
    ]
    appoint_cooldown: Annotated[
        timedelta,
        duration(timedelta(hours=1), 52 * _WEEK, "Time between two appointments of a leader."),
    ]
    emergency_after: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            52 * _WEEK,
            "How long leader and delegates must be absent before delegates get emergency powers.",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceRules:
    """The rules for income, storage and contributions."""

    rate: Annotated[int, amount("resources", 1, 10_000, "Income of a citizen in an hour.")]
    soft_cap: Annotated[
        int,
        amount(
            "citizens",
            0,
            100_000,
            "Citizens who count fully; of those beyond, the square root counts. 0: no cap.",
        ),
    ]
    new_nation_bonus: Annotated[int, share(3 * WHOLE, "Extra income while a nation is protected.")]
    economy_bonus: Annotated[int, share(WHOLE, "Extra income for each level of the economy.")]
    underdog_bonus: Annotated[int, share(WHOLE, "Extra income below the median power.")]
    least_multiplier: Annotated[int, share(WHOLE, "Minimum of all bonuses together.")]
    most_multiplier: Annotated[int, share(10 * WHOLE, "Maximum of all bonuses together.")]
    storage: Annotated[int, amount("resources", 1, 10_000_000, "Storage of a new nation.")]
    storage_step: Annotated[
        int, amount("resources", 1, 10_000_000, "Storage that an upgrade adds.")
    ]
    storage_cost: Annotated[
        int,
        amount(
            "resources",
            1,
            10_000_000,
            "Price of the first upgrade; each later one adds half of this price.",
        ),
    ]
    storage_upgrades: Annotated[
        int, amount("upgrades", 0, 1_000, "Maximum number of storage upgrades.")
    ]
    contribution: Annotated[
        int, amount("resources", 1, 100_000, "Resources from one contribution of a citizen.")
    ]
    contribution_cooldown: Annotated[
        timedelta,
        duration(timedelta(minutes=1), _WEEK, "Time between two contributions of a citizen."),
    ]
    streak_bonus: Annotated[
        int, share(WHOLE, "Bonus for each previous day in a row with a contribution.")
    ]
    streak_days: Annotated[int, amount("days", 0, 365, "Days after which the bonus stops growing.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentRules:
    """The rules for allocating resources."""

    level_cost: Annotated[
        int,
        amount(
            "resources",
            1,
            1_000_000,
            "Price of the first level; each later one costs 1.5 times the one before.",
        ),
    ]
    levels: Annotated[int, amount("levels", 0, 50, "Maximum level.")]
    research_price: Annotated[int, amount("resources", 1, 10_000, "Price of one research point.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRules:
    """The values of one type of unit."""

    cost: Annotated[int, amount("resources", 10, 10_000, "Price of one unit.")]
    build_time: Annotated[
        timedelta,
        duration(timedelta(seconds=1), _WEEK, "How long a batch of units takes to build."),
    ]
    strength: Annotated[int, amount("strength", 1, 100_000, "Strength of one unit.")]
    upkeep: Annotated[int, amount("resources", 0, 10_000, "Upkeep of one unit in an hour.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class MilitaryRules:
    """The rules for units and the orders that build them."""

    infantry: UnitRules
    armor: UnitRules
    aircraft: UnitRules
    naval: UnitRules
    batch: Annotated[
        int, amount("units", 1, 1_000, "Units of an order that are built at the same time.")
    ]
    open_orders: Annotated[
        int, amount("orders", 1, 100, "Maximum number of open orders of a nation.")
    ]
    order_size: Annotated[int, amount("units", 1, 100_000, "Maximum number of units in one order.")]
    unit_limit: Annotated[
        int, amount("units", 0, 1_000_000, "Maximum number of units of a nation without territory.")
    ]
    units_per_land: Annotated[
        int, amount("units", 0, 10_000, "How many more units each unit of land allows.")
    ]
    underdog_price: Annotated[
        int, share(WHOLE, "Price of units below the median power, as a share of the usual one.")
    ]
    cancel_refund: Annotated[
        int, share(WHOLE, "Share of the price refunded for a cancelled order.")
    ]
    disband_refund: Annotated[
        int, share(WHOLE, "Share of the price refunded for a disbanded unit.")
    ]
    level_speed: Annotated[
        int, share(500, "Reduction of the build time for each level of the military.")
    ]
    mobilization_cost: Annotated[int, amount("resources", 0, 1_000_000, "Price of a mobilization.")]
    mobilization: Annotated[
        timedelta, duration(timedelta(hours=1), 4 * _WEEK, "How long a mobilization lasts.")
    ]
    mobilization_speed: Annotated[
        int, amount("basis points", WHOLE, 10 * WHOLE, "Speed of building during a mobilization.")
    ]
    fortification_cost: Annotated[int, amount("resources", 0, 1_000_000, "Price of fortifying.")]
    fortification_per_land: Annotated[
        int,
        amount("resources", 0, 10_000, "How much more fortifying costs for each unit of land."),
    ]
    upgrade_levels: Annotated[
        int, amount("levels", 0, 50, "Maximum number of upgrades of a unit type.")
    ]
    upgrade_bonus: Annotated[int, share(WHOLE, "Extra strength of a unit type for each upgrade.")]
    upgrade_research: Annotated[
        int,
        amount(
            "research points",
            0,
            1_000_000,
            "Research points for the first upgrade; upgrade n costs n times as many.",
        ),
    ]
    upgrade_cost: Annotated[
        int,
        amount(
            "resources",
            0,
            1_000_000,
            "Price of the first upgrade; upgrade n costs n times as much.",
        ),
    ]
    desertion: Annotated[
        int, share(WHOLE, "Maximum share of units that desert in a day if upkeep is not paid.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRules:
    """The rules for seasons."""

    length: Annotated[
        timedelta,
        duration(
            timedelta(days=1), 52 * _WEEK, "Time from the first to the last tick of a season."
        ),
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
