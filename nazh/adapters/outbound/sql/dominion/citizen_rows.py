"""Reads and writes citizens, and when users left nations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, DEPARTURES
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.nations import NationId
from nazh.domain.kernel.identity import UserId


def find_citizen(connection: Connection, user: UserId) -> Citizen | None:
    """Return the user's citizenship, if they have one."""
    row = connection.execute(select(CITIZENS).where(CITIZENS.c.user == user)).first()
    if row is None:
        return None
    return Citizen(
        user=UserId(row.user),
        nation=NationId(row.nation),
        joined_at=instant(row.joined_at),
        active_until=instant(row.active_until),
        is_counted=row.is_counted,
        points=row.points,
        streak=row.streak,
        contributed_at=None if row.contributed_at is None else instant(row.contributed_at),
    )


def insert_citizen(connection: Connection, citizen: Citizen) -> None:
    """Write a new citizen. Raises IntegrityError if the user has a nation."""
    connection.execute(insert(CITIZENS).values(user=citizen.user, **_row_of(citizen)))
    connection.execute(delete(DEPARTURES).where(DEPARTURES.c.user == citizen.user))


def update_citizen(connection: Connection, citizen: Citizen) -> None:
    """Write a citizen whose nation is locked."""
    which = CITIZENS.c.user == citizen.user
    connection.execute(update(CITIZENS).where(which).values(**_row_of(citizen)))


def delete_citizen(connection: Connection, citizen: Citizen, at: datetime) -> None:
    """Delete a citizen, and keep when they left."""
    connection.execute(delete(CITIZENS).where(CITIZENS.c.user == citizen.user))
    row = {"user": citizen.user, "nation": citizen.nation, "at": microseconds(at)}
    connection.execute(insert(DEPARTURES).values(**row))


def find_departure(connection: Connection, user: UserId) -> Departure | None:
    """Return when the user last left a nation, if they have none now."""
    row = connection.execute(select(DEPARTURES).where(DEPARTURES.c.user == user)).first()
    return None if row is None else Departure(NationId(row.nation), instant(row.at))


def due_lapses(connection: Connection, nation: NationId, until: datetime) -> list[datetime]:
    """Return when citizens of the nation become inactive, up to an instant, in order."""
    query = select(CITIZENS.c.active_until).where(
        CITIZENS.c.nation == nation,
        CITIZENS.c.is_counted,
        CITIZENS.c.active_until <= microseconds(until),
    )
    return [instant(at) for at in connection.execute(query.order_by("active_until")).scalars()]


def mark_lapsed(connection: Connection, nations: Iterable[NationId], until: datetime) -> None:
    """Note that these citizens are not in the population of their nations any more."""
    lapsed = update(CITIZENS).where(
        CITIZENS.c.nation.in_(sorted(nations)),
        CITIZENS.c.is_counted,
        CITIZENS.c.active_until <= microseconds(until),
    )
    connection.execute(lapsed.values(is_counted=False))


def _row_of(citizen: Citizen) -> dict[str, object]:
    return {
        "nation": citizen.nation,
        "joined_at": microseconds(citizen.joined_at),
        "active_until": microseconds(citizen.active_until),
        "is_counted": citizen.is_counted,
        "points": citizen.points,
        "streak": citizen.streak,
        "contributed_at": None
        if citizen.contributed_at is None
        else microseconds(citizen.contributed_at),
    }
