"""Reads the current season, and begins the first one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dominion.tables import SEASONS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import Rulesets
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.rulesets import Ruleset

_NEWEST: Final = select(SEASONS).order_by(SEASONS.c.number.desc()).limit(1)


class SqlSeasonRules:
    """Satisfies ``SeasonRules``."""

    __slots__ = ("_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets

    async def current(self) -> Ruleset:
        """Return the ruleset of the season, or of the first one."""
        season = await self._database.read(lambda on: find_season(on, self._rulesets))
        return self._rulesets.parse(self._rulesets.current()) if season is None else season.rules


def find_season(connection: Connection, rulesets: Rulesets) -> Season | None:
    """Return the current season, if there is one."""
    row = connection.execute(_NEWEST).first()
    if row is None:
        return None
    return Season(row.number, instant(row.starts_at), rulesets.parse(row.ruleset))


def begin_first_season(connection: Connection, rulesets: Rulesets, at: datetime) -> Season:
    """Write the first season. Raises IntegrityError if another process has begun it."""
    ruleset = rulesets.current()
    row = {"number": 1, "starts_at": microseconds(at), "ruleset": ruleset}
    connection.execute(insert(SEASONS).values(**row))
    return Season(1, at, rulesets.parse(ruleset))
