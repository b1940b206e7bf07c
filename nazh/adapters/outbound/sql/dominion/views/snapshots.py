"""Reads the whole world, and computes a digest of it."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from sqlalchemy import Connection, Table, func, select

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.control_tables import RULE_CHANGES
from nazh.adapters.outbound.sql.dominion.ranking_tables import PLACES
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import nations_by_id
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.tables import (
    BUILD_ORDERS,
    CITIZENS,
    DEPARTURES,
    FORMER_NAMES,
    LEADERSHIPS,
    LEDGER,
    NATION_STATES,
    NATIONS,
    NOTICES,
    REPUTATION,
    SEASONS,
    STANDINGS,
    UNITS,
)
from nazh.adapters.outbound.sql.dominion.treaty_tables import (
    ALLIANCES,
    EMBASSIES,
    LOYALTIES,
    MESSAGES,
    PACTS,
    PLEDGES,
    PROPOSALS,
)
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES, WARS
from nazh.application.dominion.ports import Rulesets, WorldSnapshot
from nazh.domain.dominion.nations.ledger import Reason

_STATE: Final[dict[Table, tuple[str, ...]]] = {
    SEASONS: ("number",),
    NATIONS: ("id",),
    LEADERSHIPS: ("nation", "since"),
    FORMER_NAMES: ("nation", "until"),
    NATION_STATES: ("season", "nation"),
    UNITS: ("season", "nation", "unit"),
    BUILD_ORDERS: ("season", "nation", "number"),
    CITIZENS: ("user",),
    DEPARTURES: ("user",),
    LEDGER: ("season", "nation", "cause", "reason"),
    STANDINGS: ("season", "hour"),
    NOTICES: ("season", "nation", "cause", "kind"),
    PLACES: ("season", "place"),
    RULE_CHANGES: ("season", "number"),
    WARS: ("id",),
    BATTLES: ("war", "round"),
    REPUTATION: ("nation", "cause", "reason"),
    ALLIANCES: ("first", "second", "number"),
    LOYALTIES: ("nation", "ally"),
    PACTS: ("kind", "first", "second", "number"),
    PROPOSALS: ("kind", "proposer", "recipient"),
    EMBASSIES: ("owner", "host"),
    PLEDGES: ("war", "nation"),
    MESSAGES: ("sender", "cause"),
}
"""The tables that the rules depend on, each with the columns that identify a row."""
_LEFT_OUT: Final = (
    *(LEDGER.c.seq, LEADERSHIPS.c.seq, NOTICES.c.seq, NOTICES.c.is_queued, REPUTATION.c.seq),
    *(WARS.c.sealed_secret, WARS.c.failures, WARS.c.failing_since, WARS.c.retry_at, WARS.c.error),
)
"""Columns that differ between equal worlds.

They depend on the order in which rows were written, on sent messages, on the encryption key, or on
failures.
"""


class SqlWorldSnapshots:
    """Satisfies ``WorldSnapshots``."""

    __slots__ = ("_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets

    async def take(self) -> WorldSnapshot | None:
        """Return the current state of the world."""
        return await self._database.read(self._take, BACKGROUND_TIMEOUT)

    def _take(self, connection: Connection) -> WorldSnapshot | None:
        season = find_season(connection, self._rulesets)
        if season is None:
            return None
        ids = connection.execute(select(NATIONS.c.id)).scalars()
        of_season = LEDGER.c.season == season.number
        sums = select(LEDGER.c.reason, func.sum(LEDGER.c.amount)).where(of_season)
        return WorldSnapshot(
            season=season,
            nations=tuple(nations_by_id(connection, season, ids, lock=False)),
            ledger={
                Reason(reason): int(amount)
                for reason, amount in connection.execute(sums.group_by(LEDGER.c.reason))
            },
            digest=_digest(connection),
            battles=tuple(
                connection.execute(
                    select(BATTLES.c.record).order_by(BATTLES.c.war, BATTLES.c.round)
                ).scalars()
            ),
        )


def _digest(connection: Connection) -> str:
    digest = hashlib.sha256()
    for table, key in _STATE.items():
        columns = [column for column in table.columns if column not in set(_LEFT_OUT)]
        rows = connection.execute(select(*columns).order_by(*key))
        for row in rows:
            line = json.dumps([table.name, *row], ensure_ascii=False, separators=(",", ":"))
            digest.update(line.encode() + b"\n")
    return digest.hexdigest()
