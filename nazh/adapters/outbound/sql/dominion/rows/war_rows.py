"""Reads and writes wars, and finds those with something due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from nazh.adapters.outbound.sql.dominion.rows.nation_keys import NATION_IDS, keys_of
from nazh.adapters.outbound.sql.dominion.rows.war_columns import columns_of, war_of
from nazh.adapters.outbound.sql.dominion.tables import NATIONS, SEASONS
from nazh.adapters.outbound.sql.dominion.treaty_tables import PLEDGES
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES, WARS
from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
)
from nazh.domain.dominion.events import BattleFought
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.concluding import ROUND
from nazh.domain.dominion.wars.war import (
    War,
    WarId,
    WarState,
)

_WAR: Final = WARS.c
_IS_BATTLE: Final = case((_WAR.state == WarState.ACTIVE.value, 1), else_=0)
_ORDER: Final = (_WAR.due_at, _IS_BATTLE, _WAR.id)
"""The order of what is due at the same instant: battles last, in the order of the wars."""
_SEASON: Final = bindparam("season_number", type_=Integer)
_DUE_TOGETHER: Final = (
    select(WARS)
    .where(
        _WAR.season == _SEASON,
        _WAR.due_at <= bindparam("by", type_=BigInteger),
        or_(_WAR.failures == 0, _WAR.retry_at <= bindparam("retry_by", type_=BigInteger)),
    )
    .order_by(*_ORDER)
    .limit(bindparam("most", type_=Integer))
)
_BY_ID: Final = (
    select(WARS)
    .where(_WAR.id.in_(bindparam("war_ids", type_=Integer, expanding=True)), _WAR.season == _SEASON)
    .order_by(_WAR.id)
)
_LOCKED_BY_ID: Final = _BY_ID.with_for_update()
_LOCKED_DUE: Final = _LOCKED_BY_ID.where(_WAR.due_at == bindparam("at", type_=BigInteger))
_WON: Final = (
    select(WARS)
    .where(
        _WAR.season == _SEASON,
        or_(_WAR.aggressor.in_(NATION_IDS), _WAR.defender.in_(NATION_IDS)),
        _WAR.winner.is_not(None),
        _WAR.concluded_at > bindparam("since", type_=BigInteger),
    )
    .order_by(_WAR.id)
)
_SUPPORTED: Final = select(PLEDGES.c.war).where(PLEDGES.c.nation.in_(NATION_IDS))
_DUE_OF_NATIONS: Final = and_(
    _WAR.season == _SEASON,
    _WAR.due_at <= bindparam("by", type_=BigInteger),
    _WAR.failures == 0,
    or_(
        _WAR.aggressor.in_(NATION_IDS),
        _WAR.defender.in_(NATION_IDS),
        and_(_WAR.state != WarState.CONCLUDED.value, _WAR.id.in_(_SUPPORTED)),
    ),
)
"""The condition that something is due in a war of the nations, or in one that they support."""
_ANY_DUE: Final = select(_WAR.id).where(_DUE_OF_NATIONS).limit(1)
_FIRST_DUE: Final = select(WARS).where(_DUE_OF_NATIONS).order_by(*_ORDER).limit(1)
_UPDATE: Final = update(WARS).where(_WAR.id == bindparam("of_war"))
_INSERT_BATTLE: Final = insert(BATTLES)
_WORKING: Final = {"failures": 0, "failing_since": None, "retry_at": None, "error": None}
"""The values of a war without failures."""


@dataclass(frozen=True, slots=True)
class DueWars:
    """Wars in which something is due at the same instant, in their order.

    ``at`` is the instant that is stored; changed rules apply to it once the war is written.
    """

    at: datetime
    wars: Sequence[War]


def take_number(connection: Connection, season: Season) -> WarId:
    """Return a war number that was never used before; others wait until the transaction ends."""
    of_season = SEASONS.c.number == season.number
    connection.execute(update(SEASONS).where(of_season).values(wars=SEASONS.c.wars + 1))
    return WarId(connection.execute(select(func.sum(SEASONS.c.wars))).scalar_one())


def find_war(connection: Connection, season: Season, war: WarId, *, lock: bool) -> War | None:
    """Return a war of the season; ``lock`` keeps others from changing it."""
    return find_wars(connection, season, (war,), lock=lock).get(war)


def find_wars(
    connection: Connection, season: Season, wars: Iterable[WarId], *, lock: bool
) -> dict[WarId, War]:
    """Return wars of the season by their numbers; ``lock`` is as in ``find_war``."""
    values = {"season_number": season.number, "war_ids": sorted(wars)}
    rows = connection.execute(_LOCKED_BY_ID if lock else _BY_ID, values)
    return {war.id: war for war in map(war_of, rows)}


def lock_due(connection: Connection, season: Season, due: DueWars) -> dict[WarId, War]:
    """Lock and return those wars in which something is still due at that instant."""
    ids = sorted(war.id for war in due.wars)
    values = {"season_number": season.number, "war_ids": ids, "at": microseconds(due.at)}
    return {war.id: war for war in map(war_of, connection.execute(_LOCKED_DUE, values))}


def wars_of(connection: Connection, season: Season, nations: Iterable[NationId]) -> list[War]:
    """Return all wars of some nations in the season, in the order of their numbers."""
    ids = sorted(nations)
    involved = or_(_WAR.aggressor.in_(ids), _WAR.defender.in_(ids))
    query = select(WARS).where(_WAR.season == season.number, involved).order_by(_WAR.id)
    return [war_of(row) for row in connection.execute(query)]


def won_wars_of(
    connection: Connection, season: Season, nations: Iterable[NationId], since: datetime
) -> list[War]:
    """Return the wars of nations that were won after an instant, as ``wars_of`` does."""
    values = {**keys_of(season, nations), "since": microseconds(since)}
    return [war_of(row) for row in connection.execute(_WON, values)]


def select_named_wars() -> Select[Any]:
    """Select wars, with the names of their nations as ``aggressor_name`` and ``defender_name``."""
    aggressor, defender = NATIONS.alias(), NATIONS.alias()
    names = (aggressor.c.name.label("aggressor_name"), defender.c.name.label("defender_name"))
    return (
        select(WARS, *names)
        .join(aggressor, aggressor.c.id == _WAR.aggressor)
        .join(defender, defender.c.id == _WAR.defender)
    )


def insert_war(connection: Connection, season: Season, war: War) -> None:
    """Insert a new war."""
    row = {"id": war.id, "season": season.number, **columns_of(war, season)}
    connection.execute(insert(WARS).values(**row))


def update_wars(connection: Connection, season: Season, wars: Sequence[War]) -> None:
    """Write wars that were read with locks, and clear their failures."""
    rows = [{"of_war": war.id, **columns_of(war, season), **_WORKING} for war in wars]
    if rows:
        connection.execute(_UPDATE, rows)


def insert_battles(connection: Connection, battles: Iterable[BattleFought], at: datetime) -> None:
    """Insert the records of battles. Raises IntegrityError if one was fought before."""
    rows = [
        {"war": battle.war, "round": ROUND, "fought_at": microseconds(at), "record": battle.record}
        for battle in battles
    ]
    if rows:
        connection.execute(_INSERT_BATTLE, rows)


def due_together(
    connection: Connection, season: Season, by: datetime, until: datetime, most: int
) -> DueWars | None:
    """Return the wars that are due first, if any are.

    A failing war is retried alone, once its ``retry_at`` has come by ``until``.
    """
    values = {
        "season_number": season.number,
        "by": microseconds(by),
        "retry_by": microseconds(until),
        "most": most,
    }
    rows = connection.execute(_DUE_TOGETHER, values).all()
    if not rows:
        return None
    first = rows[0]
    alike = takewhile(lambda row: row.due_at == first.due_at and not row.failures, rows)
    due = [first] if first.failures else alike
    return DueWars(instant(first.due_at), tuple(map(war_of, due)))


def first_due_of(
    connection: Connection, season: Season, nation: NationId, by: datetime
) -> DueWars | None:
    """Return a due war of the nation, or one that must proceed before it.

    What is due in it comes first for all of its nations. Failing wars are left out.
    """
    row = _first_of(connection, season, (nation,), by)
    while row is not None:
        war = war_of(row)
        earlier = _first_of(connection, season, _nations_of(connection, war), by)
        if earlier is None or earlier.id == row.id:
            return DueWars(instant(row.due_at), (war,))
        row = earlier
    return None


def has_something_due(
    connection: Connection, season: Season, nation: NationId, by: datetime
) -> bool:
    """Return whether something is due in a war of the nation."""
    values = {**keys_of(season, (nation,)), "by": microseconds(by)}
    return connection.execute(_ANY_DUE, values).first() is not None


def _nations_of(connection: Connection, war: War) -> list[NationId]:
    query = select(PLEDGES.c.nation).where(PLEDGES.c.war == war.id)
    return [war.aggressor, war.defender, *map(NationId, connection.execute(query).scalars())]


def _first_of(
    connection: Connection, season: Season, nations: Iterable[NationId], by: datetime
) -> Row[Any] | None:
    values = {**keys_of(season, nations), "by": microseconds(by)}
    return connection.execute(_FIRST_DUE, values).first()
