"""Reads and writes the standings, which are the median power of all nations at each hour."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select

from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, STANDINGS
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.world_time import hour_of, next_standing

_TAKEN: Final = STANDINGS.c
_MEDIANS: Final = select(_TAKEN.hour, _TAKEN.doubled_median).where(
    _TAKEN.season == bindparam("season_number"),
    _TAKEN.hour.between(bindparam("first_hour"), bindparam("last_hour")),
)


def doubled_medians(
    connection: Connection, season: Season, after: int, until: datetime
) -> dict[int, int]:
    """Return twice the median power of the hours after ``after`` that begin by ``until``.

    It is 0 for an hour whose standings would have been taken before the season began.
    """
    last = hour_of(until)
    if after >= last:
        return {}
    hours = {"season_number": season.number, "first_hour": after + 1, "last_hour": last}
    without = range(after + 1, min(last + 1, next_standing(season.starts_at)))
    taken = {row.hour: row.doubled_median for row in connection.execute(_MEDIANS, hours)}
    return {**dict.fromkeys(without, 0), **taken}


def compute_doubled_median(connection: Connection, season: Season, hour: int) -> int:
    """Return twice the median power of the nations in the standings, or 0 without any."""
    took_part = (
        NATION_STATES.c.season == season.number,
        NATION_STATES.c.standing == hour,
        NATION_STATES.c.power.is_not(None),
    )
    count = connection.execute(select(func.count()).where(*took_part)).scalar_one()
    if not count:
        return 0
    power = NATION_STATES.c.power
    middle = select(power).where(*took_part).order_by(power).offset((count - 1) // 2)
    powers = connection.execute(middle.limit(2 - count % 2)).scalars().all()
    return 2 * sum(map(int, powers)) // len(powers)


def keep_median(connection: Connection, season: Season, hour: int, doubled_median: int) -> None:
    """Write the median of an hour. Raises IntegrityError if another process has written it."""
    row = {"season": season.number, "hour": hour, "doubled_median": doubled_median}
    connection.execute(insert(STANDINGS).values(**row))
