"""Reads the current season, and begins the first one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Integer, bindparam, func, insert, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import RULE_CHANGES
from nazh.adapters.outbound.sql.dominion.tables import SEASONS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import Rulesets
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.founding import RulesFrom, Season
from nazh.domain.dominion.rulesets import Ruleset

_NEWEST: Final = select(SEASONS).order_by(SEASONS.c.number.desc()).limit(1)
_CHANGE: Final = RULE_CHANGES.c
_OF_SEASON: Final = _CHANGE.season == bindparam("season_number", type_=Integer)
_LAST: Final = select(func.max(_CHANGE.number)).where(_OF_SEASON).group_by(_CHANGE.hour)
_LAST_CHANGES: Final = (
    select(_CHANGE.hour, _CHANGE.ruleset)
    .where(_OF_SEASON, _CHANGE.number.in_(_LAST))
    .order_by(_CHANGE.hour)
)
"""The changes of a season; the last one of an hour has all of it."""


class SqlSeasonRules:
    """Satisfies ``SeasonRules``."""

    __slots__ = ("_clock", "_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets, clock: Clock) -> None:
        self._database = database
        self._rulesets = rulesets
        self._clock = clock

    async def current(self) -> Ruleset:
        """Return the ruleset of the season, or of the first one."""
        season = await self._database.read(lambda on: find_season(on, self._rulesets))
        if season is None:
            return self._rulesets.parse(self._rulesets.current())
        return season.rules_at(self._clock.now())


def find_season(connection: Connection, rulesets: Rulesets) -> Season | None:
    """Return the current season with its first rules, if there is one."""
    row = connection.execute(_NEWEST).first()
    if row is None:
        return None
    rules = rulesets.parse(row.ruleset)
    changed = tuple(
        RulesFrom(one.hour, rulesets.parse(one.ruleset))
        for one in connection.execute(_LAST_CHANGES, {"season_number": row.number})
    )
    changes = (RulesFrom(0, rules), *changed) if changed else ()
    return Season(row.number, instant(row.starts_at), rules, changes)


def begin_first_season(connection: Connection, rulesets: Rulesets, at: datetime) -> Season:
    """Write the first season. Raises IntegrityError if another process has begun it."""
    ruleset = rulesets.current()
    row = {"number": 1, "starts_at": microseconds(at), "ruleset": ruleset}
    connection.execute(insert(SEASONS).values(**row))
    return Season(1, at, rulesets.parse(ruleset))
