"""Reads the current season, and begins the first one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, func, insert, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import RULE_CHANGES
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import SEASONS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import Rulesets
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import RulesFrom, Season

_SEASON: Final = SEASONS.c
_CHANGE: Final = RULE_CHANGES.c
_IS_NEWEST: Final = _SEASON.number == NEWEST_SEASON
_LAST: Final = select(func.max(_CHANGE.number)).where(_CHANGE.season == _SEASON.number)
_NEWEST: Final = (
    select(
        _SEASON.number,
        _SEASON.starts_at,
        _SEASON.ruleset,
        _CHANGE.hour,
        _CHANGE.ruleset.label("changed"),
    )
    .outerjoin(
        RULE_CHANGES,
        and_(
            _CHANGE.season == _SEASON.number,
            _CHANGE.number.in_(_LAST.group_by(_CHANGE.hour).correlate(SEASONS)),
        ),
    )
    .where(_IS_NEWEST)
    .order_by(_CHANGE.hour)
)
"""The newest season with its rule changes; the last change of an hour has the whole ruleset."""


class SqlSeasonRules:
    """Satisfies ``SeasonRules``."""

    __slots__ = ("_clock", "_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets, clock: Clock) -> None:
        self._database = database
        self._rulesets = rulesets
        self._clock = clock

    async def current(self) -> Ruleset:
        """Return the ruleset of the season, or of the first one."""
        season = await self._database.read(
            lambda connection: find_season(connection, self._rulesets)
        )
        if season is None:
            return self._rulesets.parse(self._rulesets.current())
        return season.rules_at(self._clock.now())


def find_season(connection: Connection, rulesets: Rulesets) -> Season | None:
    """Return the current season with its first rules, if there is one."""
    rows = connection.execute(_NEWEST).all()
    if not rows:
        return None
    season = rows[0]
    rules = rulesets.parse(season.ruleset)
    changed = tuple(
        RulesFrom(row.hour, rulesets.parse(row.changed)) for row in rows if row.hour is not None
    )
    changes = (RulesFrom(0, rules), *changed) if changed else ()
    return Season(season.number, instant(season.starts_at), rules, changes)


def begin_first_season(connection: Connection, rulesets: Rulesets, at: datetime) -> Season:
    """Write the first season. Raises IntegrityError if another process has begun it."""
    ruleset = rulesets.current()
    row = {"number": 1, "starts_at": microseconds(at), "ruleset": ruleset}
    connection.execute(insert(SEASONS).values(**row))
    return Season(1, at, rulesets.parse(ruleset))
