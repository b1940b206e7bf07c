"""Reads and writes the pledges of nations to support sides of wars."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Executable,
    Integer,
    Row,
    Select,
    bindparam,
    delete,
    insert,
    or_,
    select,
)

from nazh.adapters.outbound.sql.dominion.rows.nation_keys import NATION_IDS
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES, PLEDGES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.diplomacy.blocs import bloc_size
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.wars.supporting import Pledge
from nazh.domain.dominion.wars.war import WarId, WarState

_IN_WARS: Final = (
    select(PLEDGES)
    .where(PLEDGES.c.war.in_(bindparam("war_ids", type_=Integer, expanding=True)))
    .order_by(PLEDGES.c.war, PLEDGES.c.nation)
)
_ALLIANCES: Final = select(ALLIANCES.c.first, ALLIANCES.c.second).where(
    or_(ALLIANCES.c.first.in_(NATION_IDS), ALLIANCES.c.second.in_(NATION_IDS)),
    ALLIANCES.c.ended_at.is_(None),
)


class SqlPledges:
    """Satisfies ``Pledges``; ``write`` executes the requested changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._writes: list[Executable] = []

    def in_war(self, war: WarId) -> tuple[Pledge, ...]:
        """Return the pledges in a war."""
        return pledges_in(self._connection, war)

    def of_nation(self, nation: NationId) -> tuple[Pledge, ...]:
        """Return the pledges of a nation in open wars."""
        is_open = WARS.c.state != WarState.CONCLUDED.value
        query = select(PLEDGES).join(WARS, WARS.c.id == PLEDGES.c.war)
        return _pledges(self._connection, query.where(PLEDGES.c.nation == nation, is_open))

    def bloc_of(self, nation: NationId) -> int:
        """Return the size of a nation's bloc."""
        return bloc_of(self._connection, nation)

    def add(self, pledge: Pledge) -> None:
        """Add a pledge."""
        values = {
            "war": pledge.war,
            "nation": pledge.nation,
            "role": pledge.role.value,
            "pledged_at": microseconds(pledge.pledged_at),
            "treaty": pledge.treaty.value,
        }
        self._writes.append(insert(PLEDGES).values(**values))

    def remove(self, pledge: Pledge) -> None:
        """Remove a pledge."""
        conditions = (PLEDGES.c.war == pledge.war, PLEDGES.c.nation == pledge.nation)
        self._writes.append(delete(PLEDGES).where(*conditions))

    def write(self) -> None:
        """Execute all changes, in order."""
        for statement in self._writes:
            self._connection.execute(statement)


def pledges_in(connection: Connection, war: WarId) -> tuple[Pledge, ...]:
    """Return the pledges in a war, in the order of their nations."""
    return pledges_of_wars(connection, (war,)).get(war, ())


def pledges_of_wars(
    connection: Connection, wars: Collection[WarId]
) -> dict[WarId, tuple[Pledge, ...]]:
    """Return the pledges in wars, in the order of their nations; wars without any are left out."""
    pledges: dict[WarId, tuple[Pledge, ...]] = {}
    if not wars:
        return pledges
    for row in connection.execute(_IN_WARS, {"war_ids": sorted(wars)}):
        pledge = _pledge_of(row)
        pledges[pledge.war] = (*pledges.get(pledge.war, ()), pledge)
    return pledges


class Blocs:
    """Counts the nations that alliances connect, and reads the alliances of each nation once."""

    __slots__ = ("_allies", "_connection")

    def __init__(self, connection: Connection, nations: Iterable[NationId]) -> None:
        """Read the alliances of ``nations``, which are always needed, with one statement."""
        self._connection = connection
        self._allies: dict[NationId, set[NationId]] = {}
        self._read(nations)

    def size_of(self, nation: NationId) -> int:
        """Return how many nations alliances connect with ``nation``, itself included."""
        return bloc_size(nation, self._allies_of)

    def _allies_of(self, nations: Iterable[NationId]) -> set[NationId]:
        wanted = set(nations)
        self._read(wanted)
        return {ally for nation in wanted for ally in self._allies[nation]}

    def _read(self, nations: Iterable[NationId]) -> None:
        unread = sorted({*nations} - self._allies.keys())
        if not unread:
            return
        self._allies |= {nation: set() for nation in unread}
        for row in self._connection.execute(_ALLIANCES, {"nation_ids": unread}):
            for one, other in ((row.first, row.second), (row.second, row.first)):
                if one in self._allies:
                    self._allies[one].add(other)


def bloc_of(connection: Connection, nation: NationId) -> int:
    """Return how many nations alliances connect with ``nation``, itself included."""
    return Blocs(connection, (nation,)).size_of(nation)


def delete_pledges(connection: Connection, nation: int) -> None:
    """Delete the pledges of a nation and those in its wars, which must still exist."""
    fought = or_(WARS.c.aggressor == nation, WARS.c.defender == nation)
    of_wars = PLEDGES.c.war.in_(select(WARS.c.id).where(fought))
    connection.execute(delete(PLEDGES).where(or_(PLEDGES.c.nation == nation, of_wars)))


def _pledges(connection: Connection, query: Select[Any]) -> tuple[Pledge, ...]:
    rows = connection.execute(query.order_by(PLEDGES.c.war, PLEDGES.c.nation))
    return tuple(_pledge_of(row) for row in rows)


def _pledge_of(row: Row[Any]) -> Pledge:
    return Pledge(
        war=WarId(row.war),
        nation=NationId(row.nation),
        role=Role(row.role),
        pledged_at=instant(row.pledged_at),
        treaty=TreatyKind(row.treaty),
    )
