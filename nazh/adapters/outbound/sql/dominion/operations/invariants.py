"""Checks the invariants of the stored world in parts, and stores the results."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.control_tables import INVARIANTS
from nazh.adapters.outbound.sql.dominion.operations.alerts import SqlAlerts
from nazh.adapters.outbound.sql.dominion.operations.broken_nations import breaches_among
from nazh.adapters.outbound.sql.dominion.ranking_tables import RANKED_NATIONS, RANKINGS
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, NATIONS
from nazh.adapters.outbound.sql.isolation import read_one_snapshot
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.alerts import Alert, AlertKind
from nazh.application.dominion.ports import CheckedInvariant, Rulesets
from nazh.domain.dominion.invariants import Breach, Invariant
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.boards import Board

CHUNK: Final = 100
"""The number of nations that a transaction reads; on SQLite other readers wait for it."""
_LOCK: Final = func.hashtext(INVARIANTS.name)


class SqlInvariantChecks:
    """Satisfies ``InvariantChecks``."""

    __slots__ = ("_alerts", "_database", "_rulesets")

    def __init__(
        self, database: Database, rulesets: Rulesets, alerts: SqlAlerts | None = None
    ) -> None:
        """Use ``alerts``, if there are any, to tell developers about breaches."""
        self._database = database
        self._alerts = alerts
        self._rulesets = rulesets

    async def parts(self, now: datetime) -> AsyncIterator[Sequence[Breach]]:
        """Yield the breaches of each chunk of nations, and then those on each board."""
        first = 0
        while first <= await self._database.read(_newest_nation):
            yield await self._database.read(
                partial(self._of_nations, first=first, now=now), BACKGROUND_TIMEOUT
            )
            first += CHUNK
        for board in Board:
            yield await self._database.read(partial(_of_board, board=board), BACKGROUND_TIMEOUT)

    def _of_nations(self, connection: Connection, first: int, now: datetime) -> Sequence[Breach]:
        read_one_snapshot(connection)
        season = find_season(connection, self._rulesets)
        if season is None:
            return ()
        return tuple(breaches_among(connection, season, (first, first + CHUNK - 1), now))

    async def keep(self, checked: Sequence[CheckedInvariant]) -> None:
        """Replace the result of the last check."""
        rows = [
            {
                "invariant": checked_invariant.invariant.value,
                "breaches": checked_invariant.breaches,
                "example": checked_invariant.example,
                "at": microseconds(checked_invariant.at),
            }
            for checked_invariant in checked
        ]

        def write(connection: Connection) -> None:
            if connection.dialect.name == "postgresql":  # two checks may end at the same time
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            connection.execute(delete(INVARIANTS))
            connection.execute(insert(INVARIANTS), rows)
            for checked_invariant in checked:
                if checked_invariant.breaches and self._alerts is not None:
                    name, count = checked_invariant.invariant.value, str(checked_invariant.breaches)
                    alert = Alert(AlertKind.INVARIANT_BROKEN, name, count)
                    self._alerts.queue(connection, alert)

        await self._database.write_in_background(write)

    async def latest_results(self) -> tuple[CheckedInvariant, ...]:
        """Return the result of the last check."""
        return await self._database.read(checked_invariants)


def checked_invariants(connection: Connection) -> tuple[CheckedInvariant, ...]:
    """Return the result of the last check, without invariants of other releases."""
    rows = {row.invariant: row for row in connection.execute(select(INVARIANTS))}
    return tuple(
        CheckedInvariant(invariant, row.breaches, row.example, instant(row.at))
        for invariant in Invariant
        if (row := rows.get(invariant.value)) is not None
    )


def _newest_nation(connection: Connection) -> int:
    """Return the greatest id of a nation, including ids that only citizens refer to."""
    newest = (select(func.max(column)) for column in (NATIONS.c.id, CITIZENS.c.nation))
    return max(connection.execute(query).scalar() or 0 for query in newest)


def _of_board(connection: Connection, board: Board) -> Sequence[Breach]:
    """Return the first nation whose place on a board is wrong (INV-22).

    Places of nations that were deleted since the ranking are missing.
    """
    complete = select(func.max(RANKINGS.c.number)).where(RANKINGS.c.is_complete)
    row, score = RANKED_NATIONS.c, RANKED_NATIONS.c[f"{board.value}_score"]
    for place, group in (
        (row[f"{board.value}_place"], None),
        (row[f"{board.value}_division_place"], row.division),
    ):
        ordered = partial(_before, order=(place, row.nation), group=group)
        ranked = (
            select(
                *(row.nation, row.division, place.label("place"), score.label("score")),
                *(ordered(place).label("place_before"), ordered(score).label("score_before")),
            )
            .where(row.ranking == complete.scalar_subquery())
            .subquery()
            .c
        )
        is_wrong = or_(
            ranked.place < 1,
            ranked.place == ranked.place_before,
            ranked.score > ranked.score_before,
        )
        wrong = select(ranked.nation, ranked.place).where(is_wrong).order_by(ranked.place).limit(1)
        misplaced = connection.execute(wrong).first()
        if misplaced is not None:
            where = f"its place {misplaced.place} on the board {board.value} is wrong"
            return (Breach(Invariant.BOARDS, NationId(misplaced.nation), where),)
    return ()


def _before(
    column: ColumnElement[int],
    order: tuple[ColumnElement[int], ...],
    group: ColumnElement[str] | None,
) -> ColumnElement[int]:
    """Return the value of a column in the previous row."""
    return func.lag(column).over(partition_by=group, order_by=order)
