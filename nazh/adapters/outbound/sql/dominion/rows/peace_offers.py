"""Returns resources set aside for peace when the war's other nation is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from nazh.adapters.outbound.sql.dominion.rows.nation_rows import nations_by_id, update_nations
from nazh.adapters.outbound.sql.dominion.rows.war_rows import find_war, update_wars
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.nation import Act, NationId
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.peace import end_offer
from nazh.domain.dominion.wars.war import War, WarId
from nazh.domain.dominion.world_time import start_of_hour


def lock_offers_to(connection: Connection, season: Season, nation: int) -> tuple[War, ...]:
    """Lock a nation and those that offer it peace, and return their wars, locked."""
    war = WARS.c
    by_aggressor = and_(war.offer_by == Role.AGGRESSOR.value, war.defender == nation)
    by_defender = and_(war.offer_by == Role.DEFENDER.value, war.aggressor == nation)
    query = select(war.id, war.aggressor, war.defender).where(
        war.season == season.number, or_(by_aggressor, by_defender)
    )
    seen = connection.execute(query.order_by(war.id)).all()
    ids = {NationId(nation), *(NationId(side) for row in seen for side in (row[1], row[2]))}
    nations_by_id(connection, season, ids, lock=True)
    offers = (find_war(connection, season, WarId(row.id), lock=True) for row in seen)
    return tuple(offer for offer in offers if offer is not None)


def return_offers(
    connection: Connection, season: Season, wars: Iterable[War], at: datetime | None = None
) -> None:
    """Return the resources set aside in wars, at an instant or about now."""
    for war in wars:
        if war.offer is None:  # it was answered before it was locked
            continue
        first, second = nations_by_id(connection, season, (war.aggressor, war.defender), lock=True)
        returned_at = at or start_of_hour(first.progress.hour)
        ended = end_offer(war, first, second, Act(returned_at, war.cause))
        update_nations(connection, season, (ended.own, ended.enemy))
        update_wars(connection, season, (replace(war, offer=None),))
