"""Declares the balance values of resources and development."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.rule import amount, duration, share
from nazh.domain.dominion.world_time import WEEK


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
        duration(timedelta(minutes=1), WEEK, "Time between two contributions of a citizen."),
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
