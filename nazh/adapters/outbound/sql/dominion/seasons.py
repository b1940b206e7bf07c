"""Reads the current season, and begins the first one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Select, func, insert, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import RULE_CHANGES
from nazh.adapters.outbound.sql.dominion.tables import SEASONS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import Rulesets
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.founding import RulesFrom, Season
from nazh.domain.dominion.rulesets import Ruleset

_NEWEST: Final = select(SEASONS).order_by(SEASONS.c.number.desc()).limit(1)


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
        for one in connection.execute(_last_changes(row.number))
    )
    changes = (RulesFrom(0, rules), *changed) if changed else ()
    return Season(row.number, instant(row.starts_at), rules, changes)


def _last_changes(season: int) -> Select[tuple[int, str]]:
    """Return the query of the changes of a season; the last one of an hour has all of it."""
    change, of_season = RULE_CHANGES.c, RULE_CHANGES.c.season == season
    last = select(func.max(change.number)).where(of_season).group_by(change.hour)
    chosen = select(change.hour, change.ruleset).where(of_season, change.number.in_(last))
    return chosen.order_by(change.hour)


def begin_first_season(connection: Connection, rulesets: Rulesets, at: datetime) -> Season:
    """Write the first season. Raises IntegrityError if another process has begun it."""
    ruleset = rulesets.current()
    row = {"number": 1, "starts_at": microseconds(at), "ruleset": ruleset}
    connection.execute(insert(SEASONS).values(**row))
    return Season(1, at, rulesets.parse(ruleset))
