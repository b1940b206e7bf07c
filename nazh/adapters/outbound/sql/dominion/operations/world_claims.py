"""Reserves an empty database for the world of one script."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.seasons import begin_first_season, find_season
from nazh.adapters.outbound.sql.dominion.tables import NATIONS, REQUESTS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import Rulesets

_CLAIM: Final = "script"
"""The request that represents the claim; those of commands have numbers in their names."""
_ANSWER: Final = select(REQUESTS.c.answer).where(REQUESTS.c.request == _CLAIM)
_IS_USED: Final = select(select(NATIONS.c.id).exists() | select(REQUESTS.c.request).exists())
_DIGEST: Final = "digest"


class SqlWorldClaims:
    """Satisfies ``WorldClaims``."""

    __slots__ = ("_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets

    async def claim(self, script: str, at: datetime) -> bool:
        """Begin the first season of an empty database."""
        try:
            return await self._database.write(
                lambda connection: self._claim(connection, script, at)
            )
        except IntegrityError:  # another process has begun it meanwhile
            return await self._database.read(lambda connection: _is_claimed_by(connection, script))

    def _claim(self, connection: Connection, script: str, at: datetime) -> bool:
        if find_season(connection, self._rulesets) or connection.execute(_IS_USED).scalar():
            return _is_claimed_by(connection, script)
        begin_first_season(connection, self._rulesets, at)
        answer = json.dumps({_DIGEST: script})
        row = {"request": _CLAIM, "at": microseconds(at), "answer": answer}
        connection.execute(insert(REQUESTS).values(**row))
        return True


def _is_claimed_by(connection: Connection, script: str) -> bool:
    answer = connection.execute(_ANSWER).scalar()
    return answer is not None and bool(json.loads(answer)[_DIGEST] == script)
