"""Defines the military of a nation, its units and the orders that build more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.rules.military import MilitaryRules, UnitRules


class UnitType(Enum):
    """A type of unit; the value is its word in commands and tables."""

    INFANTRY = "infantry"
    ARMOR = "armor"
    AIRCRAFT = "aircraft"
    NAVAL = "naval"

    # Enum's own hash is written in Python and takes a fifth of the time of a battle.
    __hash__ = object.__hash__


ADVANCED_UNITS: Final = frozenset({UnitType.NAVAL})
"""Units that nations can order only while the feature ``advanced_units`` is on."""
BASIC_UNITS: Final = tuple(unit for unit in UnitType if unit not in ADVANCED_UNITS)


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one type. ``level`` is their upgrade, from 0."""

    quantity: int = 0
    level: int = 0

    def strength(self, strength_of_one: int, upgrade_bonus: int) -> int:
        """Return the strength of these units, rounded down (MIL-06)."""
        return share(self.quantity * strength_of_one, WHOLE + upgrade_bonus * self.level)


@dataclass(frozen=True, slots=True)
class BuildOrder:
    """Units that are being built. ``number`` counts the orders of a nation from 1.

    ``cost`` is the price paid, and the units are finished at ``due_at``.
    """

    number: int
    unit: UnitType
    quantity: int
    cost: int
    started_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Military:
    """All units of a nation and its open orders. ``orders_given`` counts all orders ever given."""

    units: Mapping[UnitType, Units]
    orders: tuple[BuildOrder, ...] = ()
    orders_given: int = 0

    def of(self, unit: UnitType) -> Units:
        """Return the units of one type."""
        return self.units.get(unit, Units())

    @property
    def size(self) -> int:
        """The number of units, without those that are being built."""
        return sum(units.quantity for units in self.units.values())

    @property
    def ordered(self) -> int:
        """The number of units that are being built."""
        return sum(order.quantity for order in self.orders)

    def strength(self, rules: MilitaryRules) -> int:
        """Return the strength of all units, with the upgrades of their types."""
        strengths = {unit: rules_of(rules, unit).strength for unit in self.units}
        return strength_of(self.units, strengths, rules.upgrade_bonus)

    def upkeep(self, rules: MilitaryRules) -> int:
        """Return the hourly upkeep of all units, in resources."""
        return sum(
            units.quantity * rules_of(rules, unit).upkeep for unit, units in self.units.items()
        )

    def with_units(self, unit: UnitType, units: Units) -> Military:
        """Return the military with the units of one type replaced."""
        return Military({**self.units, unit: units}, self.orders, self.orders_given)

    def with_orders(self, orders: tuple[BuildOrder, ...]) -> Military:
        """Return the military with the open orders replaced."""
        return Military(self.units, orders, self.orders_given)

    def with_new_order(self, order: BuildOrder) -> Military:
        """Return the military with one more order."""
        return Military(self.units, (*self.orders, order), order.number)


def strength_of(
    units: Mapping[UnitType, Units], strengths: Mapping[UnitType, int], upgrade_bonus: int
) -> int:
    """Return the strength of units, given the strength of one unit of each type."""
    strength = 0
    for unit, units_of_type in units.items():
        strength += units_of_type.strength(strengths[unit], upgrade_bonus)
    return strength


def rules_of(rules: MilitaryRules, unit: UnitType) -> UnitRules:
    """Return the values of one type of unit."""
    match unit:
        case UnitType.INFANTRY:
            return rules.infantry
        case UnitType.ARMOR:
            return rules.armor
        case UnitType.AIRCRAFT:
            return rules.aircraft
        case UnitType.NAVAL:
            return rules.naval


def available_units(*, is_advanced: bool) -> tuple[UnitType, ...]:
    """Return the types that can be ordered, with or without the advanced ones."""
    return tuple(UnitType) if is_advanced else BASIC_UNITS


def unit_limit(rules: MilitaryRules, territory: int) -> int:
    """Return how many units a nation may have, including those being built."""
    return rules.unit_limit + rules.units_per_land * territory
