"""Spends resources on storage and development."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from nazh.domain.dominion.errors.general import AmountTooSmall, HighestLevel
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Level, Nation, spend
from nazh.domain.dominion.rules.economy import DevelopmentRules, ResourceRules


class Category(Enum):
    """What resources can be allocated to; the value is its word in commands."""

    MILITARY = "military"
    ECONOMY = "economy"
    RESEARCH = "research"


def storage_price(upgrades: int, rules: ResourceRules) -> int:
    """Return the price of the next storage upgrade (RES-05)."""
    return rules.storage_cost * (2 + upgrades) // 2


def upgrade_storage(nation: Nation, act: Act, rules: ResourceRules) -> Nation:
    """Return the nation with one more upgrade. Raises HighestLevel and NotEnoughResources."""
    if nation.storage_upgrades >= rules.storage_upgrades:
        raise HighestLevel(rules.storage_upgrades)
    price = storage_price(nation.storage_upgrades, rules)
    nation = spend(nation, price, Reason.STORAGE_UPGRADE, act)
    return replace(nation, storage_upgrades=nation.storage_upgrades + 1)


def level_price(level: int, rules: DevelopmentRules) -> int:
    """Return the price of the level after ``level``, 1.5 times the price of ``level``."""
    return rules.level_cost * int(3**level) >> level


def next_level(nation: Nation, category: Category, rules: DevelopmentRules) -> tuple[int, int]:
    """Return what is saved for the next level of a category, and the price of that level.

    Both are 0 for research, which has no levels, and at the highest level.
    """
    levels = {Category.ECONOMY: nation.economy, Category.MILITARY: nation.training}
    current = levels.get(category)
    if current is None or current.level >= rules.levels:
        return 0, 0
    return current.saved, level_price(current.level, rules)


def allocate(
    nation: Nation, category: Category, amount: int, act: Act, rules: DevelopmentRules
) -> Nation:
    """Return the nation after it has allocated resources (RES-12).

    Levels are bought as soon as the allocated resources suffice; the rest is saved for the next
    one. Research spends only the part of ``amount`` that buys whole points. Raises AmountTooSmall,
    HighestLevel and NotEnoughResources.
    """
    match category:
        case Category.RESEARCH:
            return _research(nation, amount, act, rules)
        case Category.ECONOMY:
            after, level = _develop(nation, nation.economy, amount, act, rules)
            return replace(after, economy=level)
        case Category.MILITARY:
            after, level = _develop(nation, nation.training, amount, act, rules)
            return replace(after, training=level)


def _research(nation: Nation, amount: int, act: Act, rules: DevelopmentRules) -> Nation:
    points = amount // rules.research_price
    if points < 1:
        raise AmountTooSmall(rules.research_price)
    nation = spend(nation, points * rules.research_price, Reason.ALLOCATION, act)
    return replace(nation, research_points=nation.research_points + points)


def _develop(
    nation: Nation, current: Level, amount: int, act: Act, rules: DevelopmentRules
) -> tuple[Nation, Level]:
    """Return the nation and the new level; resources beyond the highest level are not spent."""
    if amount < 1:
        raise AmountTooSmall(1)
    if current.level >= rules.levels:
        raise HighestLevel(rules.levels)
    level, saved = current.level, current.saved + amount
    while level < rules.levels and saved >= level_price(level, rules):
        saved -= level_price(level, rules)
        level += 1
    unneeded = saved if level == rules.levels else 0
    nation = spend(nation, amount - unneeded, Reason.ALLOCATION, act)
    return nation, Level(level, saved - unneeded)
