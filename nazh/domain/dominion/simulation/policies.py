"""Defines the policies by which simulated nations spend their resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from nazh.domain.dominion.military.building import build, price_of
from nazh.domain.dominion.nations.nation import Act, Nation
from nazh.domain.dominion.nations.units import BASIC_UNITS, UnitType, rules_of, unit_limit
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.treasury import Category, allocate, storage_price, upgrade_storage


class Policy(Enum):
    """What a simulated nation spends its resources on; the value is a command-line choice."""

    SAVE = "save"
    GROW = "grow"
    ARM = "arm"
    BALANCE = "balance"


def spend_by(policy: Policy, nation: Nation, income: int, act: Act, rules: Ruleset) -> Nation:
    """Return the nation after it has spent resources according to its policy.

    ``income`` is per hour. Units are ordered only while half of the income covers their upkeep, so
    that no nation ruins itself.
    """
    return _POLICIES[policy](nation, income, act, rules)


def _save(nation: Nation, income: int, act: Act, rules: Ruleset) -> Nation:
    """Upgrade the storage whenever the nation can afford it."""
    return _store(nation, act, rules)


def _grow(nation: Nation, income: int, act: Act, rules: Ruleset) -> Nation:
    """Develop the economy to the highest level, then upgrade the storage, and arm with the rest."""
    if nation.economy.level < rules.development.levels:
        return _develop(nation, nation.resources, act, rules)
    return _arm(_store(nation, act, rules), income, act, rules)


def _arm(nation: Nation, income: int, act: Act, rules: Ruleset) -> Nation:
    """Order the units with the most strength for their price, then the least upkeep."""
    military = rules.military
    spare_income = income // 2 - nation.military.upkeep(military)
    spare_income -= sum(
        order.quantity * rules_of(military, order.unit).upkeep for order in nation.military.orders
    )
    room = unit_limit(military, nation.territory) - nation.military.size - nation.military.ordered
    if len(nation.military.orders) >= military.open_orders:
        return nation
    unit = max(BASIC_UNITS, key=lambda basic_unit: _worth(basic_unit, rules))
    price = price_of(nation, unit, 1, rules)
    upkeep = rules_of(military, unit).upkeep
    affordable = min(nation.resources // price, spare_income // upkeep if upkeep else room)
    quantity = min(affordable, room, military.order_size)
    return build(nation, unit, quantity, act, rules) if quantity >= 1 else nation


def _balance(nation: Nation, income: int, act: Act, rules: Ruleset) -> Nation:
    """Develop the economy to half of its levels, then order units and upgrade the storage."""
    if nation.economy.level < rules.development.levels // 2:
        return _develop(nation, nation.resources // 2, act, rules)
    return _store(_arm(nation, income, act, rules), act, rules)


def _worth(unit: UnitType, rules: Ruleset) -> tuple[int, int]:
    unit_rules = rules_of(rules.military, unit)
    strength = unit_rules.strength
    return strength * 10_000 // unit_rules.cost, -unit_rules.upkeep * 10_000 // strength


def _store(nation: Nation, act: Act, rules: Ruleset) -> Nation:
    resources = rules.resources
    if nation.storage_upgrades >= resources.storage_upgrades:
        return nation
    if storage_price(nation.storage_upgrades, resources) > nation.resources:
        return nation
    return upgrade_storage(nation, act, resources)


def _develop(nation: Nation, amount: int, act: Act, rules: Ruleset) -> Nation:
    if amount < 1:
        return nation
    return allocate(nation, Category.ECONOMY, amount, act, rules.development)


_POLICIES: Final[Mapping[Policy, Callable[[Nation, int, Act, Ruleset], Nation]]] = MappingProxyType(
    {
        Policy.SAVE: _save,
        Policy.GROW: _grow,
        Policy.ARM: _arm,
        Policy.BALANCE: _balance,
    }
)
