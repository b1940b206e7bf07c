"""Compares the places of the strongest nations with the previous day's."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from nazh.adapters.outbound.sql.dominion.ranking_tables import PLACES
from nazh.adapters.outbound.sql.dominion.rows.notices import write_notices
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.place_notices import FIRST_PLACES, is_compared, place_notices
from nazh.domain.dominion.season import Season


def compare_places(connection: Connection, season: Season, hour: int) -> None:
    """Tell nations about changed places, if the standings of this hour are compared."""
    if not is_compared(hour):
        return
    kept = PLACES.c.season == season.number
    known = select(PLACES.c.nation).where(kept).order_by(PLACES.c.place)
    before = [NationId(nation) for nation in connection.execute(known).scalars()]
    after = _strongest(connection, season)
    for nation, notice in place_notices(before, after, hour):
        write_notices(connection, season, {nation: [notice]})
    connection.execute(delete(PLACES).where(kept))
    rows = [
        {"season": season.number, "place": place, "nation": nation}
        for place, nation in enumerate(after, 1)
    ]
    if rows:
        connection.execute(insert(PLACES), rows)


def _strongest(connection: Connection, season: Season) -> list[NationId]:
    """Return the nations with the most power; of equal nations, the older one comes first."""
    state = NATION_STATES.c
    ranked = select(state.nation).where(state.season == season.number, state.power.is_not(None))
    first = ranked.order_by(state.power.desc(), state.nation).limit(FIRST_PLACES)
    return [NationId(nation) for nation in connection.execute(first).scalars()]
