"""Reads and writes citizens, and when users left nations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Connection,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from nazh.adapters.outbound.sql.dominion.nation_keys import NATION_IDS
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, DEPARTURES
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.nations import NationId
from nazh.domain.kernel.identity import UserId

_CITIZEN: Final = CITIZENS.c
_UNTIL: Final = bindparam("until", type_=BigInteger)
_ARE_GONE: Final = and_(_CITIZEN.nation.in_(NATION_IDS), _CITIZEN.ends_at <= _UNTIL)
_OF_USER: Final = select(CITIZENS).where(_CITIZEN.user == bindparam("of_user", type_=BigInteger))
_UPDATE: Final = update(CITIZENS).where(_CITIZEN.user == bindparam("of_user", type_=BigInteger))
_ANY_LAPSED: Final = (
    select(_CITIZEN.user)
    .where(
        _CITIZEN.nation.in_(NATION_IDS),
        or_(and_(_CITIZEN.is_counted, _CITIZEN.active_until <= _UNTIL), _CITIZEN.ends_at <= _UNTIL),
    )
    .limit(1)
)
_LAPSES: Final = select(_CITIZEN.nation, _CITIZEN.active_until, _CITIZEN.ends_at).where(
    _CITIZEN.nation.in_(NATION_IDS),
    _CITIZEN.is_counted,
    or_(_CITIZEN.active_until <= _UNTIL, _CITIZEN.ends_at <= _UNTIL),
)
_GONE: Final = (
    select(_CITIZEN.nation, _CITIZEN.user).where(_ARE_GONE).order_by(_CITIZEN.nation, _CITIZEN.user)
)
_MARK_LAPSED: Final = (
    update(CITIZENS)
    .where(_CITIZEN.nation.in_(NATION_IDS), _CITIZEN.is_counted, _CITIZEN.active_until <= _UNTIL)
    .values(is_counted=False)
)
_NOTE_DEPARTURES: Final = insert(DEPARTURES).from_select(
    ["user", "nation", "at"],
    select(_CITIZEN.user, _CITIZEN.nation, _CITIZEN.ends_at).where(_ARE_GONE),
)
_DELETE_GONE: Final = delete(CITIZENS).where(_ARE_GONE)


def find_citizen(connection: Connection, user: UserId) -> Citizen | None:
    """Return the user's citizenship, if they have one."""
    row = connection.execute(_OF_USER, {"of_user": user}).first()
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
    connection.execute(_UPDATE, {"of_user": citizen.user, **_row_of(citizen)})


def delete_citizen(connection: Connection, citizen: Citizen, at: datetime) -> None:
    """Delete a citizen, and keep when they left."""
    connection.execute(delete(CITIZENS).where(CITIZENS.c.user == citizen.user))
    row = {"user": citizen.user, "nation": citizen.nation, "at": microseconds(at)}
    connection.execute(insert(DEPARTURES).values(**row))


def find_departure(connection: Connection, user: UserId) -> Departure | None:
    """Return when the user last left a nation, if they have none now."""
    row = connection.execute(select(DEPARTURES).where(DEPARTURES.c.user == user)).first()
    return None if row is None else Departure(NationId(row.nation), instant(row.at))


def due_lapses(
    connection: Connection, nations: Iterable[NationId], until: datetime
) -> dict[int, list[datetime]]:
    """Return when citizens become inactive or are no citizens any more, by ``until``, in order.

    Nations without any are left out.
    """
    lapses: defaultdict[int, list[datetime]] = defaultdict(list)
    for row in connection.execute(_LAPSES, _values(nations, until)):
        ends_at = row.active_until if row.ends_at is None else min(row.active_until, row.ends_at)
        lapses[row.nation].append(instant(ends_at))
    return {nation: sorted(instants) for nation, instants in lapses.items()}


def users_gone(
    connection: Connection, nations: Iterable[NationId], until: datetime
) -> dict[int, list[UserId]]:
    """Return the users who are no citizens of nations any more by ``until``.

    Nations without any are left out.
    """
    gone: defaultdict[int, list[UserId]] = defaultdict(list)
    for row in connection.execute(_GONE, _values(nations, until)):
        gone[row.nation].append(UserId(row.user))
    return dict(gone)


def mark_lapsed(connection: Connection, nations: Iterable[NationId], until: datetime) -> None:
    """Note which citizens do not count any more in these nations, and delete those who are gone."""
    values = _values(nations, until)
    if not values["nation_ids"] or connection.execute(_ANY_LAPSED, values).first() is None:
        return
    connection.execute(_MARK_LAPSED, values)
    connection.execute(_NOTE_DEPARTURES, values)
    connection.execute(_DELETE_GONE, values)


def _values(nations: Iterable[int], until: datetime) -> dict[str, object]:
    return {"nation_ids": sorted(nations), "until": microseconds(until)}


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
