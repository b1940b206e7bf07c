"""Reads and writes the units and the open orders of nations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from nazh.adapters.outbound.sql.dominion.rows.nation_keys import are_of_nations, keys_of
from nazh.adapters.outbound.sql.dominion.tables import BUILD_ORDERS, UNITS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import BuildOrder, Military, Units, UnitType
from nazh.domain.dominion.season import Season

_UNITS: Final = select(UNITS).where(are_of_nations(UNITS)).order_by(UNITS.c.nation, UNITS.c.unit)
_ORDERS: Final = (
    select(BUILD_ORDERS)
    .where(are_of_nations(BUILD_ORDERS))
    .order_by(BUILD_ORDERS.c.nation, BUILD_ORDERS.c.number)
)
_DELETIONS: Final = tuple(
    delete(table).where(are_of_nations(table)) for table in (UNITS, BUILD_ORDERS)
)


def militaries_of(
    connection: Connection, season: Season, orders_given: Mapping[int, int]
) -> dict[int, Military]:
    """Return the military of each nation; ``orders_given`` has the number of its orders so far."""
    keys = keys_of(season, orders_given)
    units: defaultdict[int, dict[UnitType, Units]] = defaultdict(dict)
    for row in connection.execute(_UNITS, keys):
        units[row.nation][UnitType(row.unit)] = Units(row.quantity, row.level)
    orders: defaultdict[int, list[BuildOrder]] = defaultdict(list)
    for row in connection.execute(_ORDERS, keys):
        order = BuildOrder(
            number=row.number,
            unit=UnitType(row.unit),
            quantity=row.quantity,
            cost=row.cost,
            started_at=instant(row.started_at),
            due_at=instant(row.due_at),
        )
        orders[row.nation].append(order)
    return {
        nation: Military(units[nation], tuple(orders[nation]), given)
        for nation, given in orders_given.items()
    }


def write_militaries(connection: Connection, season: Season, nations: Sequence[Nation]) -> None:
    """Replace the units and the open orders of nations."""
    if not nations:
        return
    for deletion in _DELETIONS:
        connection.execute(deletion, keys_of(season, (nation.id for nation in nations)))
    units = [
        {
            "season": season.number,
            "nation": nation.id,
            "unit": unit.value,
            "quantity": of.quantity,
            "level": of.level,
        }
        for nation in nations
        for unit, of in nation.military.units.items()
    ]
    orders = [
        {
            "season": season.number,
            "nation": nation.id,
            "number": order.number,
            "unit": order.unit.value,
            "quantity": order.quantity,
            "cost": order.cost,
            "started_at": microseconds(order.started_at),
            "due_at": microseconds(order.due_at),
        }
        for nation in nations
        for order in nation.military.orders
    ]
    if units:
        connection.execute(insert(UNITS), units)
    if orders:
        connection.execute(insert(BUILD_ORDERS), orders)
