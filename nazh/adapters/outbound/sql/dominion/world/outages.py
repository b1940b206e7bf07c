"""Detects outages of the world, and postpones what is due after a long one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, case, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import RULE_CHANGES
from nazh.adapters.outbound.sql.dominion.operations.broadcasts import broadcast
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import Task, last_slots
from nazh.adapters.outbound.sql.dominion.rows.notices import write_notices
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.rows.war_rows import select_named_wars
from nazh.adapters.outbound.sql.dominion.tables import (
    BUILD_ORDERS,
    CITIZENS,
    DEPARTURES,
    HEARTBEAT,
    NATION_STATES,
    NATIONS,
    SEASONS,
    STANDINGS,
    TASK_RUNS,
)
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES, LOYALTIES, PACTS, PROPOSALS
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import Heartbeat, Rulesets
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.war import TruceState, WarState
from nazh.domain.dominion.world_time import DAY, HOUR, LONG_SILENCE, days_to_freeze

_ONE_ROW: Final = 1
_UNIT: Final = timedelta(microseconds=1)
_INSTANTS_OF_TREATIES: Final = {
    ALLIANCES: ("formed_at", "ended_at"),
    LOYALTIES: ("due_at",),
    PACTS: ("agreed_at", "ends_at"),
    PROPOSALS: ("made_at", "expires_at"),
}
"""The starts and ends of treaties' cooldowns, terms and notice periods."""


class SqlHeartbeats:
    """Satisfies ``Heartbeats``."""

    __slots__ = ("_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets

    async def beat(self, now: datetime) -> Heartbeat:
        """Record ``now``, and freeze the world if necessary."""
        try:
            return await self._database.write_in_background(
                lambda connection: self._beat(connection, now)
            )
        except IntegrityError:  # the first beat of the world was recorded concurrently
            return await self._database.write_in_background(
                lambda connection: self._beat(connection, now)
            )

    def _beat(self, connection: Connection, now: datetime) -> Heartbeat:
        season = find_season(connection, self._rulesets)
        if season is None:  # nothing is due
            return Heartbeat(now)
        row = connection.execute(select(HEARTBEAT).with_for_update()).first()
        if row is None:
            values = {"id": _ONE_ROW, "at": microseconds(now), "frozen_days": 0}
            connection.execute(insert(HEARTBEAT).values(**values))
            return Heartbeat(now)
        last = instant(row.at)
        if now <= last:
            return Heartbeat(last)
        days = days_to_freeze(now - last)
        values = {"at": microseconds(now), "frozen_days": row.frozen_days + days}
        connection.execute(update(HEARTBEAT).values(**values))
        hours = -(-(now - last) // HOUR) if now - last > LONG_SILENCE else 0
        if hours:
            _postpone_wars(connection, season, hours)
        if days:
            _postpone(connection, season, days)
        if hours:
            _tell_of_postponed_battles(connection, season, now, is_frozen=days > 0)
            broadcast(connection, _outage_notice(last, now, hours, days))
        return Heartbeat(now, days)


def _outage_notice(since: datetime, until: datetime, hours: int, days: int) -> Notice:
    """Return the notice of an outage to all nations; its ``count`` is in days or else in hours."""
    facts: dict[str, int | str] = {
        "what": "frozen" if days else "caught_up",
        "since": str(int(since.timestamp())),
        "until": str(int(until.timestamp())),
        "count": days or hours,
    }
    return Notice(until, NoticeKind.OUTAGE, f"outage {until.isoformat()}", facts)


def _postpone(connection: Connection, season: Season, days: int) -> None:
    """Shift everything that is due by whole days.

    This is one long transaction about all nations, because a part of it would be inconsistent.
    """
    by, hours = days * (DAY // _UNIT), days * (DAY // HOUR)
    _postpone_periodic_work(connection, season, days, hours)
    state = NATION_STATES.c
    connection.execute(
        update(NATION_STATES)
        .where(state.season == season.number)
        .values(
            hour=state.hour + hours,
            day=state.day + days,
            standing=state.standing + hours,
            protected_until=state.protected_until + by,
            empty_since=state.empty_since + by,
            vacation_since=state.vacation_since + by,
            vacation_until=state.vacation_until + by,
            orphaned_at=state.orphaned_at + by,
            mobilized_until=state.mobilized_until + by,
        )
    )
    nation = NATIONS.c
    connection.execute(
        update(NATIONS).values(
            governed_at=nation.governed_at + by, deletion_at=nation.deletion_at + by
        )
    )
    order = BUILD_ORDERS.c
    connection.execute(
        update(BUILD_ORDERS)
        .where(order.season == season.number)
        .values(started_at=order.started_at + by, due_at=order.due_at + by)
    )
    citizen = CITIZENS.c
    connection.execute(
        update(CITIZENS).values(
            active_until=citizen.active_until + by,
            contributed_at=citizen.contributed_at + by,
            ends_at=citizen.ends_at + by,
        )
    )
    left = DEPARTURES.c
    connection.execute(
        update(DEPARTURES).values(at=left.at + by, contributed_at=left.contributed_at + by)
    )
    change = RULE_CHANGES.c
    connection.execute(
        update(RULE_CHANGES).where(change.season == season.number).values(hour=change.hour + hours)
    )
    war = WARS.c
    of_season = update(WARS).where(war.season == season.number)
    postponed_values = {"declared_at": war.declared_at + by, "concluded_at": war.concluded_at + by}
    connection.execute(of_season.values(postponed_values))
    in_truce = of_season.where(war.truce == TruceState.IN_FORCE.value)
    connection.execute(in_truce.values(truce_until=war.truce_until + by, due_at=war.due_at + by))
    is_locked = of_season.where(war.state == WarState.ACTIVE.value)
    connection.execute(
        is_locked.values(
            battle_at=war.battle_at + by,
            due_at=war.due_at + by,
            offer_until=war.offer_until + by,
        )
    )
    for table, names in _INSTANTS_OF_TREATIES.items():
        later = {name: table.c[name] + by for name in names}
        connection.execute(update(table).values(**later))
    this = SEASONS.c.number == season.number
    connection.execute(update(SEASONS).where(this).values(starts_at=SEASONS.c.starts_at + by))


def _postpone_wars(connection: Connection, season: Season, hours: int) -> None:
    """Give the sides of wars back the time in which nobody could respond or prepare (WAR-16).

    Battles with locked orders are fought; only the days of a freeze postpone them.
    """
    by, war = hours * (HOUR // _UNIT), WARS.c
    is_proposed = war.state == WarState.PROPOSED.value
    is_waiting = is_proposed | (war.state == WarState.PREPARATION.value)
    connection.execute(
        update(WARS)
        .where(war.season == season.number, is_waiting)
        .values(
            respond_by=case((is_proposed, war.respond_by + by), else_=war.respond_by),
            battle_at=war.battle_at + by,
            due_at=war.due_at + by,
            offer_until=war.offer_until + by,
        )
    )


def _tell_of_postponed_battles(
    connection: Connection, season: Season, now: datetime, *, is_frozen: bool
) -> None:
    """Tell the sides of wars the new time of their battle (WLD-06)."""
    states = [WarState.PREPARATION, *([WarState.ACTIVE] if is_frozen else [])]
    postponed = select_named_wars().where(
        WARS.c.season == season.number, WARS.c.state.in_([state.value for state in states])
    )
    notices: dict[NationId, list[Notice]] = {}
    for row in connection.execute(postponed):
        battle = int(instant(row.battle_at).timestamp())
        facts = {"battle": str(battle), "war": str(row.id)}
        facts |= {"aggressor": row.aggressor_name, "defender": row.defender_name}
        cause = f"war {row.id} postponed to {battle}"
        notice = Notice(now, NoticeKind.BATTLE_POSTPONED, cause, facts)
        for nation in (row.aggressor, row.defender):
            notices.setdefault(NationId(nation), []).append(notice)
    write_notices(connection, season, notices)


def _postpone_periodic_work(connection: Connection, season: Season, days: int, hours: int) -> None:
    """Record the skipped slots as done, and keep the standings for the ticks that need them."""
    last = last_slots(connection, season)
    for task in (task_kind for task_kind in Task if task_kind.name in last):
        later = last[task.name] + (days if task is Task.CHARGE else hours)
        row = {
            "season": season.number,
            "task": task.name,
            "slot": later,
            "chunk": 0,
            "is_last": True,
        }
        connection.execute(insert(TASK_RUNS).values(**row))
    of_season = NATION_STATES.c.season == season.number
    first = connection.execute(select(func.min(NATION_STATES.c.hour)).where(of_season)).scalar()
    if first is None:
        return
    needed = (STANDINGS.c.season == season.number, STANDINGS.c.hour > first)
    rows = connection.execute(select(STANDINGS).where(*needed)).all()
    connection.execute(delete(STANDINGS).where(*needed))
    later_rows = [{**row._mapping, "hour": row.hour + hours} for row in rows]
    if later_rows:
        connection.execute(insert(STANDINGS), later_rows)
