"""Builds worlds of Dominion in which many battles are due at one instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select

from benchmarks.dominion_ticks import START
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.sql.dominion.rows.pledge_rows import SqlPledges
from nazh.adapters.outbound.sql.dominion.rows.war_rows import insert_war
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS, UNITS
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.supporting import Pledge
from nazh.domain.dominion.wars.war import CasusBelli, War, WarId, WarState

SUPPORTED: Final = 4
"""One war in this many has a supporter on each side."""
SEEDED: Final = 5_000
"""The resources of each nation before the battles, without a ledger entry."""
_ARMY: Final = {UnitType.INFANTRY: 400, UnitType.ARMOR: 120, UnitType.AIRCRAFT: 30}


def nations_for(wars: int) -> int:
    """Return how many nations fight in this many wars, supporters included."""
    return 2 * wars + 2 * -(-wars // SUPPORTED)


def seed_nations(connection: Connection, wars: int) -> None:
    """Copy the first nation, with units, until there are enough nations for the wars."""
    (nation,) = connection.execute(select(NATIONS).where(NATIONS.c.id == 1)).mappings()
    state_of_first = select(NATION_STATES).where(NATION_STATES.c.nation == 1)
    (state,) = connection.execute(state_of_first).mappings()
    ids = range(2, nations_for(wars) + 2)
    owns = {"resources": SEEDED, "territory": 100, "capacity": 10**6, "storage_upgrades": 200}
    peaceful = {"protected_until": microseconds(START), "is_protected": False}
    connection.execute(
        insert(NATIONS),
        [
            {**nation, "id": i, "guild": i, "name": f"N{i}", "name_key": name_key(f"N{i}")}
            for i in ids
        ],
    )
    connection.execute(
        insert(NATION_STATES), [{**state, **owns, **peaceful, "nation": i} for i in ids]
    )
    connection.execute(
        insert(UNITS),
        [
            {"season": 1, "nation": i, "unit": unit.value, "quantity": of + i % 90, "level": i % 3}
            for i in ids
            for unit, of in _ARMY.items()
        ],
    )


def begin_wars(connection: Connection, season: Season, first: int, wars: int, at: datetime) -> None:
    """Begin wars numbered from ``first``, whose battles are all due at one instant."""
    secrets = DerivedWarSecrets()
    for place in range(wars):
        number, aggressor = WarId(first + place), NationId(2 * place + 2)
        commitment = secrets.commit(number)
        war = War(
            id=number,
            aggressor=aggressor,
            defender=NationId(aggressor + 1),
            reason=CasusBelli.RIVALRY,
            is_honourable=True,
            declared_at=at - timedelta(days=2),
            respond_by=at - timedelta(days=1),
            battle_at=at,
            state=WarState.ACTIVE,
            commitment=commitment.published,
            sealed_secret=commitment.sealed_secret,
        )
        insert_war(connection, season, war)
        if place % SUPPORTED == 0:
            _support(connection, war, 2 * wars + 2 + 2 * (place // SUPPORTED))


def _support(connection: Connection, war: War, supporter: int) -> None:
    """Let two allies support the two sides of a war."""
    pledges = SqlPledges(connection)
    for nation, ally, role in (
        (supporter, war.aggressor, Role.AGGRESSOR),
        (supporter + 1, war.defender, Role.DEFENDER),
    ):
        pledges.add(Pledge(war.id, NationId(nation), role, war.declared_at))
        pair = (ALLIANCES.c.first == ally, ALLIANCES.c.second == nation)
        if connection.execute(select(ALLIANCES.c.number).where(*pair)).first() is None:
            since = microseconds(war.declared_at)
            alliance = {"first": ally, "second": nation, "number": 1, "formed_at": since}
            connection.execute(insert(ALLIANCES).values(**alliance))
    pledges.write()
