"""Finds the ids of the nations with which a nation has treaties."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, Table, case, or_, select

from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES, PACTS
from nazh.adapters.outbound.sql.timestamps import microseconds


def allies(nation: int | ColumnElement[int]) -> Select[int]:
    """Select the allies of a nation."""
    return _partners(ALLIANCES, nation).where(ALLIANCES.c.ended_at.is_(None))


def pact_partners(nation: int | ColumnElement[int], at: datetime) -> Select[int]:
    """Select the nations with which a nation has pacts that are in force at an instant."""
    is_in_force = or_(PACTS.c.ends_at.is_(None), PACTS.c.ends_at > microseconds(at))
    return _partners(PACTS, nation).where(is_in_force)


def _partners(table: Table, nation: int | ColumnElement[int]) -> Select[int]:
    first, second = table.c.first, table.c.second
    partner = case((first == nation, second), else_=first)
    return select(partner).where(or_(first == nation, second == nation))
