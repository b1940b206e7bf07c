"""Tells other nations that a nation with which they have wars or treaties is deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, Select, Table, case, or_, select

from nazh.adapters.outbound.sql.dominion.rows.notices import write_notices
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES, PACTS, PLEDGES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.war import WarState
from nazh.domain.dominion.world_time import start_of_hour


def tell_of_deletion(
    connection: Connection, season: Season, nation: int, at: datetime | None = None
) -> None:
    """Write the notices about a nation that is about to be deleted, at an instant or about now.

    They go to the enemies in its open wars, to the supporters in them, and to its partners in
    treaties.
    """
    state = NATION_STATES.c
    query = select(NATIONS.c.name, state.hour).join(NATIONS, NATIONS.c.id == state.nation)
    row = connection.execute(
        query.where(state.season == season.number, state.nation == nation)
    ).first()
    if row is None:
        return
    at = at or start_of_hour(row.hour)
    notices: defaultdict[NationId, list[Notice]] = defaultdict(list)
    for other, notice in _of_wars(connection, season, nation, at):
        notices[other].append(notice)
    facts = {"what": "deleted", "nation": row.name}
    ending = Notice(at, NoticeKind.TREATY_BROKEN, f"nation {nation} deleted", facts)
    for other in _partners(connection, nation, at):
        notices[other].append(ending)
    write_notices(connection, season, notices)


def _of_wars(
    connection: Connection, season: Season, nation: int, at: datetime
) -> Iterator[tuple[NationId, Notice]]:
    """Yield the other nations in open wars, each with the notice of the end of the war."""
    war, aggressor, defender = WARS.c, NATIONS.alias(), NATIONS.alias()
    query = (
        select(WARS, aggressor.c.name.label("attacking"), defender.c.name.label("defending"))
        .join(aggressor, aggressor.c.id == war.aggressor)
        .join(defender, defender.c.id == war.defender)
        .where(war.season == season.number, war.state != WarState.CONCLUDED.value)
        .where(or_(war.aggressor == nation, war.defender == nation))
    )
    for row in connection.execute(query).all():
        facts = {
            "what": "deleted",
            "war": str(row.id),
            "aggressor": row.attacking,
            "defender": row.defending,
        }
        notice = Notice(at, NoticeKind.WAR_ENDED, f"war {row.id} deleted", facts)
        pledges = select(PLEDGES.c.nation).where(PLEDGES.c.war == row.id)
        others = {row.aggressor, row.defender, *connection.execute(pledges).scalars()} - {nation}
        for other in sorted(others):
            yield NationId(other), notice


def _partners(connection: Connection, nation: int, at: datetime) -> Iterator[NationId]:
    """Yield the nations that have alliances or pacts with a nation, in ascending order."""
    in_force = (
        (ALLIANCES, ALLIANCES.c.ended_at.is_(None)),
        (PACTS, or_(PACTS.c.ends_at.is_(None), PACTS.c.ends_at > microseconds(at))),
    )
    partners = {
        partner
        for table, condition in in_force
        for partner in connection.execute(_others(table, nation).where(condition)).scalars()
    }
    yield from map(NationId, sorted(partners))


def _others(table: Table, nation: int) -> Select[int]:
    sides = table.c
    other = case((sides.first == nation, sides.second), else_=sides.first)
    return select(other).where(or_(sides.first == nation, sides.second == nation))
