"""Advises a nation on its units, what they cost, and what to build next (MIL-08).

The advice is heuristic but deterministic: the same nation always gets the same advice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.military.building import build_time, price_of
from nazh.domain.dominion.nations.nation import Act, Nation
from nazh.domain.dominion.nations.units import Military, UnitType, rules_of, unit_limit
from nazh.domain.dominion.rules.military import MilitaryRules
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.upkeep_forecast import Charge, lasting_upkeep, next_charge, planned_upkeep
from nazh.domain.dominion.world_time import HOUR


@dataclass(frozen=True, slots=True)
class UnitShare:
    """The units of one type. ``part`` is their share of strength in basis points, rounded down."""

    unit: UnitType
    quantity: int
    strength: int
    part: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Units to order. ``strength`` and hourly ``upkeep`` are what they add."""

    unit: UnitType
    quantity: int
    cost: int
    strength: int
    upkeep: int
    time: timedelta


@dataclass(frozen=True, slots=True)
class Advice:
    """What a nation should know about its units.

    ``upkeep`` is per hour, and ``upkeep_of_strength`` per hour and 1,000 strength, rounded up.
    ``lasting_upkeep`` is what it can pay per hour, and ``planned_upkeep`` what all units cost,
    including ordered ones.
    ``cheapest`` is the price of one unit of the cheapest available type.
    """

    strength: int
    shares: tuple[UnitShare, ...]
    upkeep: int
    upkeep_of_strength: int
    lasting_upkeep: int
    planned_upkeep: int
    cheapest: int
    suggestion: Suggestion | None


def composition(military: Military, rules: MilitaryRules) -> tuple[UnitShare, ...]:
    """Return a nation's units by type, with their share of its strength (MIL-06)."""
    total = military.strength(rules)
    shares = []
    for unit in UnitType:
        units = military.of(unit)
        if units.quantity:
            strength = units.strength(rules_of(rules, unit).strength, rules.upgrade_bonus)
            part = strength * WHOLE // total if total else 0
            shares.append(UnitShare(unit, units.quantity, strength, part))
    return tuple(shares)


def advise(
    nation: Nation,
    budget: int,
    available: Collection[UnitType],
    battle_at: datetime | None,
    act: Act,
    rules: Ruleset,
) -> Advice:
    """Return advice for a nation that wants to spend at most ``budget`` of its stock on units.

    The suggestion adds the most strength that the budget, the room for units and the lasting upkeep
    allow, and leaves enough for the next charge; of equally strong ones, it is the one that is
    built sooner, then the cheaper one. Before a battle at ``battle_at`` only units that will be
    finished by then are suggested, if there are any.
    """
    military = rules.military
    strength, upkeep = nation.military.strength(military), nation.military.upkeep(military)
    options = list(_options(nation, min(budget, nation.resources), available, act, rules))
    if battle_at is not None:
        options = [option for option in options if act.at + option.time <= battle_at] or options
    return Advice(
        strength=strength,
        shares=composition(nation.military, military),
        upkeep=upkeep,
        upkeep_of_strength=-(-1_000 * upkeep // strength) if strength else 0,
        lasting_upkeep=lasting_upkeep(nation, act.at, rules.resources),
        planned_upkeep=planned_upkeep(nation, military),
        cheapest=min(price_of(nation, unit, 1, rules) for unit in available),
        suggestion=max(
            options, key=lambda option: (option.strength, -option.time, -option.cost), default=None
        ),
    )


def _options(
    nation: Nation,
    budget: int,
    available: Collection[UnitType],
    act: Act,
    rules: Ruleset,
) -> Iterator[Suggestion]:
    """Yield the largest possible order of each type whose upkeep the nation can pay."""
    military = rules.military
    if len(nation.military.orders) >= military.open_orders:
        return
    room = unit_limit(military, nation.territory) - nation.military.size - nation.military.ordered
    spare = lasting_upkeep(nation, act.at, rules.resources) - planned_upkeep(nation, military)
    charge = next_charge(nation, rules)
    for unit in UnitType:
        if unit not in available:
            continue
        unit_rules = rules_of(military, unit)
        upkeep = unit_rules.upkeep
        affordable = max(0, spare) // upkeep if upkeep else room
        first_costs_at = act.at + build_time(nation, unit, 1, act, rules)
        until_charge = upkeep * max(0, (charge.at - first_costs_at) // HOUR)
        most = min(room, affordable, military.order_size)
        quantity = _most_for(nation, unit, budget, most, charge, until_charge, rules)
        if quantity < 1:
            continue
        added = replace(nation.military.of(unit), quantity=quantity)
        yield Suggestion(
            unit=unit,
            quantity=quantity,
            cost=price_of(nation, unit, quantity, rules),
            strength=added.strength(unit_rules.strength, military.upgrade_bonus),
            upkeep=quantity * upkeep,
            time=build_time(nation, unit, quantity, act, rules),
        )


def _most_for(
    nation: Nation,
    unit: UnitType,
    budget: int,
    most: int,
    charge: Charge,
    until_charge: int,
    rules: Ruleset,
) -> int:
    """Return how many units a budget buys, up to ``most``; the total price is rounded down.

    ``until_charge`` is the most that a unit costs until the charge, for which the rest of the stock
    and the income must suffice.
    """
    price = max(1, price_of(nation, unit, 1, rules))
    quantity = max(0, min(most, budget // price))
    capacity = nation.capacity(rules.resources)
    while quantity:
        cost, due = price_of(nation, unit, quantity, rules), charge.due + quantity * until_charge
        reserve = max(0, due - charge.earned)
        if cost <= budget and cost + reserve <= nation.resources and due <= capacity:
            break
        quantity -= 1
    return quantity
