"""Reads and writes nations with their units and open orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Row, bindparam, func, insert, select, update

from nazh.adapters.outbound.sql.dominion.periodic_work.chunk_statements import SEASON
from nazh.adapters.outbound.sql.dominion.rows.journal_rows import write_journals
from nazh.adapters.outbound.sql.dominion.rows.military_rows import militaries_of, write_militaries
from nazh.adapters.outbound.sql.dominion.rows.nation_keys import NATION_IDS, keys_of
from nazh.adapters.outbound.sql.dominion.rows.notices import write_notices
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS, SEASONS
from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
    optional_instant,
    optional_microseconds,
)
from nazh.domain.dominion.names.names import name_key, sort_key
from nazh.domain.dominion.nations.nation import Level, Nation, NationId, Progress, Vacation
from nazh.domain.dominion.nations.offices import Government, Office
from nazh.domain.dominion.nations.units import Military
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.settling import counted
from nazh.domain.dominion.world_time import start_of_hour
from nazh.domain.kernel.identity import GuildId, UserId

_STATE_OF: Final = NATION_STATES.c.nation == NATIONS.c.id
_QUERY: Final = select(NATIONS, NATION_STATES).join(NATION_STATES, _STATE_OF).order_by(NATIONS.c.id)
_OF_GUILD: Final = _QUERY.where(
    NATIONS.c.guild == bindparam("of_guild", type_=BigInteger), NATION_STATES.c.season == SEASON
)
_BY_ID: Final = _QUERY.where(NATIONS.c.id.in_(NATION_IDS), NATION_STATES.c.season == SEASON)
_LOCKED_OF_GUILD: Final = _OF_GUILD.with_for_update()
_LOCKED_BY_ID: Final = _BY_ID.with_for_update()
_FIRST_DELETION: Final = (
    select(NATIONS.c.id, NATIONS.c.deletion_at)
    .where(NATIONS.c.deletion_at <= bindparam("until", type_=BigInteger))
    .order_by(NATIONS.c.deletion_at, NATIONS.c.id)
    .limit(1)
)
_UPDATE_IDENTITY: Final = update(NATIONS).where(NATIONS.c.id == bindparam("of_nation"))
_UPDATE_STATE: Final = update(NATION_STATES).where(
    NATION_STATES.c.season == bindparam("of_season"),
    NATION_STATES.c.nation == bindparam("of_nation"),
)
_NEWEST: Final = tuple(select(func.max(id)) for id in (NATIONS.c.id, SEASONS.c.newest_nation))
_NOTE_NEWEST: Final = update(SEASONS).where(SEASONS.c.number == bindparam("of_season"))


def find_nation(
    connection: Connection, season: Season, guild: GuildId, *, lock: bool
) -> Nation | None:
    """Return the nation of a guild; ``lock`` keeps others from changing it."""
    query = _LOCKED_OF_GUILD if lock else _OF_GUILD
    values = {"of_guild": guild, "season_number": season.number}
    nations = _nations_of(connection, season, connection.execute(query, values).all())
    return nations[0] if nations else None


def nations_by_id(
    connection: Connection, season: Season, ids: Iterable[int], *, lock: bool
) -> list[Nation]:
    """Return nations by their ids, in ascending order; ``lock`` is as in ``find_nation``."""
    query = _LOCKED_BY_ID if lock else _BY_ID
    rows = connection.execute(query, keys_of(season, ids)).all()
    return _nations_of(connection, season, rows)


def first_deletion(connection: Connection, until: datetime) -> tuple[int, datetime] | None:
    """Return the first nation to be deleted by an instant, and when, if there is one."""
    row = connection.execute(_FIRST_DELETION, {"until": microseconds(until)}).first()
    return None if row is None else (row.id, instant(row.deletion_at))


def newest_nation(connection: Connection) -> int:
    """Return the highest id of a nation so far, even of a deleted one, or 0 before the first.

    An id is never given again, because causes of changes in other nations contain it.
    """
    return max(connection.execute(query).scalar() or 0 for query in _NEWEST)


def insert_nation(connection: Connection, season: Season, nation: Nation) -> None:
    """Insert a new nation. Raises IntegrityError if its guild or name is taken."""
    connection.execute(insert(NATIONS).values(id=nation.id, **_identity_row(nation)))
    state = _state_row(nation, season.rules_at(start_of_hour(nation.progress.hour)))
    connection.execute(
        insert(NATION_STATES).values(season=season.number, nation=nation.id, **state)
    )
    values = {"of_season": season.number, "newest_nation": nation.id}
    connection.execute(_NOTE_NEWEST, values)
    write_militaries(connection, season, (nation,))
    _write_news(connection, season, (nation,))


def update_nations(
    connection: Connection,
    season: Season,
    nations: Sequence[Nation],
    stored: Mapping[NationId, Military] | None = None,
) -> None:
    """Write nations that were read with locks, in ascending order of their ids.

    A nation's military is not written if it equals the ``stored`` one.
    """
    if not nations:
        return
    identities = [{"of_nation": nation.id, **_identity_row(nation)} for nation in nations]
    connection.execute(_UPDATE_IDENTITY, identities)
    states = [
        {
            "of_season": season.number,
            "of_nation": nation.id,
            **_state_row(nation, season.rules_at(start_of_hour(nation.progress.hour))),
        }
        for nation in nations
    ]
    connection.execute(_UPDATE_STATE, states)
    known = stored or {}
    changed = [nation for nation in nations if nation.military != known.get(nation.id)]
    write_militaries(connection, season, changed)
    _write_news(connection, season, nations)


def _write_news(connection: Connection, season: Season, nations: Sequence[Nation]) -> None:
    write_journals(connection, season, nations)
    write_notices(connection, season, {nation.id: nation.notices for nation in nations})


def _nations_of(connection: Connection, season: Season, rows: Sequence[Row[Any]]) -> list[Nation]:
    if not rows:
        return []
    militaries = militaries_of(connection, season, {row.id: row.orders_given for row in rows})
    return [_nation_of(row, militaries[row.id]) for row in rows]


def _nation_of(row: Row[Any], military: Military) -> Nation:
    return Nation(
        id=NationId(row.id),
        guild=GuildId(row.guild),
        name=row.name,
        leader=None if row.leader is None else UserId(row.leader),
        founded_at=instant(row.founded_at),
        renamed_at=optional_instant(row.renamed_at),
        reputation=row.reputation,
        battle_hour=row.battle_hour,
        protected_until=instant(row.protected_until),
        resources=row.resources,
        territory=row.territory,
        population=row.population,
        storage_upgrades=row.storage_upgrades,
        economy=Level(row.economy_level, row.economy_saved),
        training=Level(row.training_level, row.training_saved),
        research_points=row.research_points,
        upkeep_due=row.upkeep_due,
        generated=row.generated,
        is_protected=row.is_protected,
        is_fortified=row.is_fortified,
        is_below_median=row.is_below_median,
        mobilized_until=optional_instant(row.mobilized_until),
        military=military,
        progress=Progress(row.hour, row.day, row.standing, row.power),
        government=_government_of(row),
        empty_since=instant(row.empty_since),
        vacation=vacation_of(row),
        orphaned_at=optional_instant(row.orphaned_at),
        deletion_at=optional_instant(row.deletion_at),
        is_deletion_ordered=row.is_deletion_ordered,
    )


def _government_of(row: Row[Any]) -> Government:
    holders = {office: row._mapping[NATIONS.c[office.value]] for office in Office}
    return Government(
        active_at=instant(row.governed_at),
        has_emergency=row.has_emergency,
        appointed_at=optional_instant(row.appointed_at),
        holders={
            office: UserId(holder) for office, holder in holders.items() if holder is not None
        },
    )


def vacation_of(row: Row[Any]) -> Vacation | None:
    """Return the vacation in the row of a nation's state, past or not."""
    if row.vacation_since is None:
        return None
    return Vacation(instant(row.vacation_since), instant(row.vacation_until))


def _identity_row(nation: Nation) -> dict[str, object]:
    return {
        "guild": nation.guild,
        "name": nation.name,
        "name_key": name_key(nation.name),
        "sort_key": sort_key(nation.name),
        "leader": nation.leader,
        "founded_at": microseconds(nation.founded_at),
        "renamed_at": optional_microseconds(nation.renamed_at),
        "reputation": nation.reputation,
        **{office.value: nation.government.holders.get(office) for office in Office},
        "governed_at": microseconds(nation.government.active_at),
        "has_emergency": nation.government.has_emergency,
        "appointed_at": optional_microseconds(nation.government.appointed_at),
        "deletion_at": optional_microseconds(nation.deletion_at),
        "is_deletion_ordered": nation.is_deletion_ordered,
        "battle_hour": nation.battle_hour,
    }


def _state_row(nation: Nation, rules: Ruleset) -> dict[str, object]:
    vacation = nation.vacation
    return {
        "resources": nation.resources,
        "capacity": nation.capacity(rules.resources),
        "storage_upgrades": nation.storage_upgrades,
        "territory": nation.territory,
        "population": nation.population,
        "counted": counted(nation.population, rules.resources),
        "strength": nation.military.strength(rules.military),
        "upkeep": nation.military.upkeep(rules.military),
        "upkeep_due": nation.upkeep_due,
        "generated": nation.generated,
        "economy_level": nation.economy.level,
        "economy_saved": nation.economy.saved,
        "training_level": nation.training.level,
        "training_saved": nation.training.saved,
        "research_points": nation.research_points,
        "protected_until": microseconds(nation.protected_until),
        "mobilized_until": optional_microseconds(nation.mobilized_until),
        "is_protected": nation.is_protected,
        "is_fortified": nation.is_fortified,
        "is_below_median": nation.is_below_median,
        "orders_given": nation.military.orders_given,
        "power": nation.progress.power,
        "hour": nation.progress.hour,
        "day": nation.progress.day,
        "standing": nation.progress.standing,
        "empty_since": microseconds(nation.empty_since),
        "vacation_since": None if vacation is None else microseconds(vacation.since),
        "vacation_until": None if vacation is None else microseconds(vacation.until),
        "orphaned_at": optional_microseconds(nation.orphaned_at),
    }
