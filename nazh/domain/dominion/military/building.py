"""Builds, upgrades and disbands units, and prepares a nation for war."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.errors.general import HighestLevel, NotEnoughResearch
from nazh.domain.dominion.errors.military import (
    AlreadyFortified,
    AlreadyMobilized,
    InvalidQuantity,
    NoSuchOrder,
    TooFewUnits,
    TooManyOrders,
    TooManyUnits,
)
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Nation, receive, spend
from nazh.domain.dominion.nations.units import BuildOrder, Units, UnitType, rules_of, unit_limit
from nazh.domain.dominion.rules.rulesets import Ruleset


def price_of(nation: Nation, unit: UnitType, quantity: int, rules: Ruleset) -> int:
    """Return the price of units; nations below the median power pay less (C-17)."""
    price = quantity * rules_of(rules.military, unit).cost
    return share(price, rules.military.underdog_price) if nation.is_below_median else price


def build_time(
    nation: Nation, unit: UnitType, quantity: int, act: Act, rules: Ruleset
) -> timedelta:
    """Return how long an order takes, in whole seconds (MIL-02, RES-12, MIL-10)."""
    military = rules.military
    batches = -(-quantity // military.batch)
    seconds = batches * (rules_of(military, unit).build_time // timedelta(seconds=1))
    seconds = share(seconds, max(0, WHOLE - military.level_speed * nation.training.level))
    if nation.is_mobilized(act.at):
        seconds = seconds * WHOLE // military.mobilization_speed
    return timedelta(seconds=seconds)


def build(nation: Nation, unit: UnitType, quantity: int, act: Act, rules: Ruleset) -> Nation:
    """Return the nation with one more order, which it has paid for (MIL-02, MIL-03).

    Raises InvalidQuantity, TooManyOrders, TooManyUnits and NotEnoughResources.
    """
    military = nation.military
    if not 1 <= quantity <= rules.military.order_size:
        raise InvalidQuantity(rules.military.order_size)
    if len(military.orders) >= rules.military.open_orders:
        raise TooManyOrders(rules.military.open_orders)
    room = unit_limit(rules.military, nation.territory) - military.size - military.ordered
    if quantity > room:
        raise TooManyUnits(max(0, room))
    price = price_of(nation, unit, quantity, rules)
    order = BuildOrder(
        number=military.orders_given + 1,
        unit=unit,
        quantity=quantity,
        cost=price,
        started_at=act.at,
        due_at=act.at + build_time(nation, unit, quantity, act, rules),
    )
    nation = spend(nation, price, Reason.BUILD, act)
    return replace(nation, military=military.with_new_order(order))


def cancel(nation: Nation, number: int, act: Act, rules: Ruleset) -> Nation:
    """Return the nation without an open order, partly refunded. Raises NoSuchOrder."""
    military = nation.military
    order = next(
        (open_order for open_order in military.orders if open_order.number == number), None
    )
    if order is None:
        raise NoSuchOrder(number)
    refund = share(order.cost, rules.military.cancel_refund)
    remaining = tuple(open_order for open_order in military.orders if open_order.number != number)
    nation = replace(nation, military=military.with_orders(remaining))
    return receive(nation, refund, Reason.BUILD_REFUND, act, rules.resources)


def disband(nation: Nation, unit: UnitType, quantity: int, act: Act, rules: Ruleset) -> Nation:
    """Return the nation with fewer units, partly refunded.

    Raises InvalidQuantity and TooFewUnits.
    """
    units = nation.military.of(unit)
    if quantity < 1:
        raise InvalidQuantity(max(1, units.quantity))
    if quantity > units.quantity:
        raise TooFewUnits(units.quantity)
    refund = share(quantity * rules_of(rules.military, unit).cost, rules.military.disband_refund)
    remaining = Units(units.quantity - quantity, units.level)
    nation = replace(nation, military=nation.military.with_units(unit, remaining))
    return receive(nation, refund, Reason.DISBAND_REFUND, act, rules.resources)


def upgrade_units(nation: Nation, unit: UnitType, act: Act, rules: Ruleset) -> Nation:
    """Return the nation with a type of unit upgraded by one level (MIL-07).

    Raises HighestLevel, NotEnoughResearch and NotEnoughResources.
    """
    military = rules.military
    units = nation.military.of(unit)
    level = units.level + 1
    if level > military.upgrade_levels:
        raise HighestLevel(military.upgrade_levels)
    research = military.upgrade_research * level
    if research > nation.research_points:
        raise NotEnoughResearch(research, nation.research_points)
    nation = spend(nation, military.upgrade_cost * level, Reason.UNIT_UPGRADE, act)
    return replace(
        nation,
        research_points=nation.research_points - research,
        military=nation.military.with_units(unit, Units(units.quantity, level)),
    )


def fortification_price(nation: Nation, rules: Ruleset) -> int:
    """Return the price of fortifying (MIL-09)."""
    military = rules.military
    return military.fortification_cost + military.fortification_per_land * nation.territory


def fortify(nation: Nation, act: Act, rules: Ruleset) -> Nation:
    """Return the fortified nation. Raises AlreadyFortified and NotEnoughResources."""
    if nation.is_fortified:
        raise AlreadyFortified
    nation = spend(nation, fortification_price(nation, rules), Reason.FORTIFICATION, act)
    return replace(nation, is_fortified=True)


def mobilize(nation: Nation, act: Act, rules: Ruleset) -> Nation:
    """Return the mobilized nation; the rest of its open orders is built faster (MIL-10).

    Raises AlreadyMobilized and NotEnoughResources.
    """
    if nation.mobilized_until is not None and nation.is_mobilized(act.at):
        raise AlreadyMobilized(nation.mobilized_until)
    nation = spend(nation, rules.military.mobilization_cost, Reason.MOBILIZATION, act)
    speed = rules.military.mobilization_speed
    orders = tuple(
        replace(order, due_at=act.at + (order.due_at - act.at) * WHOLE // speed)
        for order in nation.military.orders
    )
    return replace(
        nation,
        mobilized_until=act.at + rules.military.mobilization,
        military=nation.military.with_orders(orders),
    )
