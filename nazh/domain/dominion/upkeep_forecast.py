"""Foresees which upkeep a nation can pay, and when its storage will be full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import rules_of
from nazh.domain.dominion.rules.economy import ResourceRules
from nazh.domain.dominion.rules.military import MilitaryRules
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.settling import income
from nazh.domain.dominion.world_time import hour_of, start_of_day, start_of_hour

_HOURS: Final = 24
"""The hours of a day, after each of which upkeep is charged."""
_FORESEEN: Final = 14 * _HOURS
"""The hours for which the storage of a nation with upkeep is foreseen."""


@dataclass(frozen=True, slots=True)
class Charge:
    """The next charge of upkeep, if nothing is spent or contributed before it.

    ``stock`` is what the nation will have, and ``due`` what it will have to pay. ``earned`` is the
    income until then, of which the storage may not hold all.
    """

    at: datetime
    stock: int
    due: int
    earned: int

    @property
    def missing(self) -> int:
        """Return what the stock lacks."""
        return max(0, self.due - self.stock)


@dataclass(frozen=True, slots=True)
class _Hour:
    """What a tick brings, and the upkeep that it adds to the next charge."""

    at: datetime
    income: int
    upkeep: int
    follows_charge: bool


def planned_upkeep(nation: Nation, rules: MilitaryRules) -> int:
    """Return the hourly upkeep of all units, including ordered ones."""
    return nation.military.upkeep(rules) + sum(
        order.quantity * rules_of(rules, order.unit).upkeep for order in nation.military.orders
    )


def lasting_upkeep(nation: Nation, at: datetime, rules: ResourceRules) -> int:
    """Return the hourly upkeep that the nation can pay every day.

    A charge takes at most what the storage holds. Extra income of new nations and of those below
    the median power does not last, so it does not count.
    """
    plain = replace(nation, is_below_median=False)
    lasting = income(plain, max(at, nation.protected_until), rules)
    return min(lasting, nation.capacity(rules) // _HOURS)


def next_charge(nation: Nation, rules: Ruleset) -> Charge:
    """Return the next charge of a nation that is settled."""
    at = start_of_day(nation.progress.day + 1)
    stock, due, earned = nation.resources, nation.upkeep_due, 0
    for hour in _hours(nation, rules, hour_of(at) - 1):
        earned += hour.income
        stock += min(hour.income, max(0, nation.capacity(rules.resources) - stock))
        due += hour.upkeep
    return Charge(at, stock, due, earned)


def hours_to_full(nation: Nation, rules: Ruleset) -> int | None:
    """Return after how many ticks the storage will be full if nothing is spent.

    Return ``None`` if the storage does not fill, or takes more than two weeks for the upkeep. The
    nation is settled, earns income and has room.
    """
    capacity = nation.capacity(rules.resources)
    first = nation.progress.hour + 1
    earned = income(nation, start_of_hour(first), rules.resources)
    if not (nation.upkeep_due or planned_upkeep(nation, rules.military)):
        return -(-(capacity - nation.resources) // earned) if earned else None
    stock, due = nation.resources, nation.upkeep_due
    for count, hour in enumerate(_hours(nation, rules, first + _FORESEEN), start=1):
        if hour.follows_charge:
            stock, due = stock - min(stock, due), 0
        stock += hour.income
        if stock >= capacity:
            return count
        due += hour.upkeep
    return None


def _hours(nation: Nation, rules: Ruleset, last: int) -> Iterator[_Hour]:
    """Yield the ticks up to that of the hour ``last``; ordered units cost from their end on."""
    for number in range(nation.progress.hour + 1, last + 1):
        at = start_of_hour(number)
        follows_charge = number % _HOURS == 0
        if nation.is_paused(at):
            yield _Hour(at, 0, 0, follows_charge)
            continue
        ordered = sum(
            order.quantity * rules_of(rules.military, order.unit).upkeep
            for order in nation.military.orders
            if order.due_at < at
        )
        upkeep = nation.military.upkeep(rules.military) + ordered
        yield _Hour(at, income(nation, at, rules.resources), upkeep, follows_charge)
