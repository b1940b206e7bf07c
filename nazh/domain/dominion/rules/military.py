"""Declares the balance values of units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.rule import amount, duration, share
from nazh.domain.dominion.world_time import WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRules:
    """The values of one type of unit."""

    cost: Annotated[int, amount("resources", 10, 10_000, "Price of one unit.")]
    build_time: Annotated[
        timedelta,
        duration(timedelta(seconds=1), WEEK, "How long a batch of units takes to build."),
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
        timedelta, duration(timedelta(hours=1), 4 * WEEK, "How long a mobilization lasts.")
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
