"""Reads and writes citizens, and users' departures from nations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from nazh.adapters.outbound.sql.dominion.rows.nation_keys import NATION_IDS
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, DEPARTURES, LEDGER
from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
    optional_instant,
    optional_microseconds,
)
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.season import Season
from nazh.domain.kernel.identity import UserId

_CITIZEN: Final = CITIZENS.c
_UNTIL: Final = bindparam("until", type_=BigInteger)
_ARE_GONE: Final = and_(_CITIZEN.nation.in_(NATION_IDS), _CITIZEN.ends_at <= _UNTIL)
_OF_USER: Final = select(CITIZENS).where(_CITIZEN.user == bindparam("of_user", type_=BigInteger))
_UPDATE: Final = update(CITIZENS).where(_CITIZEN.user == bindparam("of_user", type_=BigInteger))
_LAPSES: Final = (
    select(
        _CITIZEN.nation,
        _CITIZEN.user,
        _CITIZEN.is_counted,
        _CITIZEN.active_until,
        _CITIZEN.ends_at,
        (_CITIZEN.ends_at <= _UNTIL).label("is_gone"),
    )
    .where(
        _CITIZEN.nation.in_(NATION_IDS),
        or_(and_(_CITIZEN.is_counted, _CITIZEN.active_until <= _UNTIL), _CITIZEN.ends_at <= _UNTIL),
    )
    .order_by(_CITIZEN.nation, _CITIZEN.user)
)
_MARK_LAPSED: Final = (
    update(CITIZENS)
    .where(_CITIZEN.nation.in_(NATION_IDS), _CITIZEN.is_counted, _CITIZEN.active_until <= _UNTIL)
    .values(is_counted=False)
)
_RECORD_DEPARTURES: Final = insert(DEPARTURES).from_select(
    ["user", "nation", "at", "contributed_at"],
    select(_CITIZEN.user, _CITIZEN.nation, _CITIZEN.ends_at, _CITIZEN.contributed_at).where(
        _ARE_GONE
    ),
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
        contributed_at=optional_instant(row.contributed_at),
        ends_at=optional_instant(row.ends_at),
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
    """Delete a citizen, and record when they left and last contributed."""
    connection.execute(delete(CITIZENS).where(CITIZENS.c.user == citizen.user))
    row = {
        "user": citizen.user,
        "nation": citizen.nation,
        "at": microseconds(at),
        "contributed_at": optional_microseconds(citizen.contributed_at),
    }
    connection.execute(insert(DEPARTURES).values(**row))


def find_departure(connection: Connection, user: UserId) -> Departure | None:
    """Return the user's last departure, if they have no nation now."""
    row = connection.execute(select(DEPARTURES).where(DEPARTURES.c.user == user)).first()
    if row is None:
        return None
    return Departure(NationId(row.nation), instant(row.at), optional_instant(row.contributed_at))


def last_unlinked_contribution(
    connection: Connection, season: Season, nation: NationId, by: datetime
) -> datetime | None:
    """Return when a nation last got a contribution by an instant without a user's id."""
    entry = LEDGER.c
    condition = and_(
        entry.season == season.number,
        entry.nation == nation,
        entry.reason == Reason.CONTRIBUTION.value,
        entry.actor.is_(None),
        entry.at <= microseconds(by),
    )
    at = connection.execute(select(func.max(entry.at)).where(condition)).scalar()
    return optional_instant(at)


@dataclass(slots=True)
class Lapses:
    """The instants at which a nation's citizens stop counting, in any order, and departed users."""

    instants: list[datetime] = field(default_factory=list)
    gone: list[UserId] = field(default_factory=list)


def due_lapses(
    connection: Connection, nations: Iterable[NationId], until: datetime
) -> dict[NationId, Lapses]:
    """Return what lapses in nations by ``until``; nations without lapses are left out."""
    lapses: defaultdict[NationId, Lapses] = defaultdict(Lapses)
    for row in connection.execute(_LAPSES, _values(nations, until)):
        of_nation = lapses[NationId(row.nation)]
        if row.is_counted:
            ends_at = (
                row.active_until if row.ends_at is None else min(row.active_until, row.ends_at)
            )
            of_nation.instants.append(instant(ends_at))
        if row.is_gone:
            of_nation.gone.append(UserId(row.user))
    return dict(lapses)


def mark_lapsed(connection: Connection, nations: Collection[NationId], until: datetime) -> None:
    """Mark citizens who no longer count in these nations, and delete those who are gone."""
    if not nations:
        return
    values = _values(nations, until)
    connection.execute(_MARK_LAPSED, values)
    connection.execute(_RECORD_DEPARTURES, values)
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
        "contributed_at": optional_microseconds(citizen.contributed_at),
        "ends_at": optional_microseconds(citizen.ends_at),
        "checked_at": microseconds(citizen.checked_at),
    }
