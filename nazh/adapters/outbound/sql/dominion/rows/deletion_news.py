"""Tells other nations that a nation with which they have wars or treaties is deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, or_, select, union

from nazh.adapters.outbound.sql.dominion.rows.notices import write_notices
from nazh.adapters.outbound.sql.dominion.rows.treaty_partners import allies, pact_partners
from nazh.adapters.outbound.sql.dominion.rows.war_rows import select_named_wars
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS
from nazh.adapters.outbound.sql.dominion.treaty_tables import PLEDGES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
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
    partners = union(allies(nation), pact_partners(nation, at))
    for partner in sorted(connection.execute(partners).scalars()):
        notices[NationId(partner)].append(ending)
    write_notices(connection, season, notices)


def _of_wars(
    connection: Connection, season: Season, nation: int, at: datetime
) -> Iterator[tuple[NationId, Notice]]:
    """Yield the other nations in open wars, each with the notice of the end of the war."""
    war = WARS.c
    query = select_named_wars().where(
        war.season == season.number,
        war.state != WarState.CONCLUDED.value,
        or_(war.aggressor == nation, war.defender == nation),
    )
    for row in connection.execute(query).all():
        facts = {
            "what": "deleted",
            "war": str(row.id),
            "aggressor": row.aggressor_name,
            "defender": row.defender_name,
        }
        notice = Notice(at, NoticeKind.WAR_ENDED, f"war {row.id} deleted", facts)
        pledges = select(PLEDGES.c.nation).where(PLEDGES.c.war == row.id)
        others = {row.aggressor, row.defender, *connection.execute(pledges).scalars()} - {nation}
        for other in sorted(others):
            yield NationId(other), notice
