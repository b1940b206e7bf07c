"""Reads and writes citizens, and when users left nations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

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
        ends_at=None if row.ends_at is None else instant(row.ends_at),
        checked_at=instant(row.checked_at),
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
    """Return when citizens become inactive or are no citizens any more, by ``until``, in order."""
    by = microseconds(until)
    query = select(CITIZENS.c.active_until, CITIZENS.c.ends_at).where(
        CITIZENS.c.nation == nation,
        CITIZENS.c.is_counted,
        or_(CITIZENS.c.active_until <= by, CITIZENS.c.ends_at <= by),
    )
    lapses = (
        active_until if ends_at is None else min(active_until, ends_at)
        for active_until, ends_at in connection.execute(query)
    )
    return [instant(at) for at in sorted(lapses)]


def users_gone(connection: Connection, nation: NationId, until: datetime) -> list[UserId]:
    """Return the users who are no citizens of the nation any more by ``until``."""
    query = select(CITIZENS.c.user).where(_are_gone((nation,), until)).order_by(CITIZENS.c.user)
    return [UserId(user) for user in connection.execute(query).scalars()]


def mark_lapsed(connection: Connection, nations: Iterable[NationId], until: datetime) -> None:
    """Note which citizens do not count any more in these nations, and delete those who are gone."""
    ids = sorted(nations)
    lapsed = update(CITIZENS).where(
        CITIZENS.c.nation.in_(ids),
        CITIZENS.c.is_counted,
        CITIZENS.c.active_until <= microseconds(until),
    )
    connection.execute(lapsed.values(is_counted=False))
    gone = _are_gone(ids, until)
    left = select(CITIZENS.c.user, CITIZENS.c.nation, CITIZENS.c.ends_at).where(gone)
    connection.execute(insert(DEPARTURES).from_select(["user", "nation", "at"], left))
    connection.execute(delete(CITIZENS).where(gone))


def _are_gone(nations: Iterable[int], until: datetime) -> ColumnElement[bool]:
    return and_(CITIZENS.c.nation.in_(nations), CITIZENS.c.ends_at <= microseconds(until))


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
        "ends_at": None if citizen.ends_at is None else microseconds(citizen.ends_at),
        "checked_at": microseconds(citizen.checked_at),
    }
