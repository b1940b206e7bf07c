"""Ranks all nations on all boards, in short transactions.

One read returns the scores of all nations, which takes long for many nations but blocks no writer.
They are sorted in a thread, because a database would join and sort the nations once per board.
Pages and places are written in chunks, in the order of their keys, and shown once all are written.
"""

from __future__ import annotations

import asyncio
import json
from array import array
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Table,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.periodic_work.chunk_statements import SEASON
from nazh.adapters.outbound.sql.dominion.periodic_work.scores import is_inactive, score_on
from nazh.adapters.outbound.sql.dominion.ranking_tables import (
    ALL_NATIONS,
    BOARD_PAGES,
    RANKED_NATIONS,
    RANKINGS,
)
from nazh.adapters.outbound.sql.dominion.rankings.histories import keep_history
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS, SEASONS
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import Rulesets
from nazh.domain.dominion.rankings.boards import (
    PAGE,
    Board,
    Division,
    division_of,
    is_ranking_due,
    outdated,
)
from nazh.domain.dominion.rankings.ranking import BoardPlaces, Scores, rank_nations
from nazh.domain.dominion.season import Season

CHUNK: Final = 1_000
"""Rows per transaction; many more would hold SQLite's writer for over 50 ms."""
_STATE: Final = NATION_STATES.c
_DIVISIONS: Final = tuple(Division)
_ENDED: Final = select(func.count()).where(
    WARS.c.season == SEASON, WARS.c.concluded_at.is_not(None)
)
_GRANTED: Final = select(SEASONS.c.grants).where(SEASONS.c.number == SEASON)


class SqlRankings:
    """Satisfies ``Rankings``."""

    __slots__ = ("_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets

    async def update(self, now: datetime) -> bool:
        """Create a ranking if one is due."""
        read, write = self._database.read, self._database.write_in_background
        season = await read(lambda connection: find_season(connection, self._rulesets))
        if season is None or not await read(lambda connection: _is_due(connection, season, now)):
            return False
        try:
            number = await write(lambda connection: _begin(connection, season, now))
        except IntegrityError:  # another process has begun it
            return False
        await keep_history(self._database, season, now)
        scores = await read(
            lambda connection: read_scores(connection, season, now), BACKGROUND_TIMEOUT
        )
        boards = await asyncio.to_thread(rank_nations, scores)
        await self._write(BOARD_PAGES, _page_rows(number, boards))
        await self._write(RANKED_NATIONS, _nation_rows(number, scores, boards))
        await write(lambda connection: _complete(connection, number, scores))
        await self._delete_outdated()
        return True

    async def _write(self, table: Table, rows: Iterator[tuple[object, ...]]) -> None:
        """Insert rows with their values in the order of the columns."""
        while chunk := list(islice(rows, CHUNK)):
            await self._database.write_in_background(partial(_insert, table=table, rows=chunk))

    async def _delete_outdated(self) -> None:
        """Delete rankings that are no longer needed, and remains of interrupted ones.

        Rankings that are only compared with later ones lose their pages.
        """
        read, write = self._database.read, self._database.write_in_background
        for number in await read(_outdated_rankings):
            await write(partial(_forget, number=number))
        known = await read(_numbers)
        for table in (RANKED_NATIONS, BOARD_PAGES):
            needed = known if table is RANKED_NATIONS else known[-2:]
            for number in await read(partial(_numbers_in, table=table)):
                is_newer = number > known[-1]
                while not (number in needed or is_newer) and await write(
                    partial(_delete_some, table=table, ranking=number)
                ):
                    pass


def _is_due(connection: Connection, season: Season, now: datetime) -> bool:
    newest = connection.execute(
        select(RANKINGS)
        .where(RANKINGS.c.season == season.number, RANKINGS.c.is_complete)
        .order_by(RANKINGS.c.number.desc())
        .limit(1)
    ).first()
    if newest is None:
        return True
    nations = sum(newest._mapping[division.value] for division in Division)
    has_changed = newest.reasons != _reasons(connection, season)
    return is_ranking_due(now, instant(newest.at), nations, has_changed=has_changed)


def _reasons(connection: Connection, season: Season) -> int:
    """Return the number of wars that have ended in the season, plus the number of grants."""
    of = {"season_number": season.number}
    return sum(int(connection.execute(count, of).scalar_one()) for count in (_ENDED, _GRANTED))


def _begin(connection: Connection, season: Season, now: datetime) -> int:
    """Write a ranking that is not complete yet, and return its number."""
    last = connection.execute(select(func.max(RANKINGS.c.number))).scalar()
    row = {
        "number": (last or 0) + 1,
        "season": season.number,
        "at": microseconds(now),
        "reasons": _reasons(connection, season),
        "is_complete": False,
    }
    connection.execute(insert(RANKINGS).values(**row))
    return (last or 0) + 1


def read_scores(connection: Connection, season: Season, now: datetime) -> Scores:
    """Return the scores of all nations that take part."""
    asked_at = literal(microseconds(now), BigInteger)
    takes_part = is_inactive(season.rules_at(now).nations, asked_at).is_not(true())
    query = (
        select(_STATE.nation, _STATE.population, NATIONS.c.founded_at)
        .add_columns(*(score_on(board, now).label(board.value) for board in Board))
        .join(NATIONS, NATIONS.c.id == _STATE.nation)
        .where(_STATE.season == season.number, takes_part)
        .order_by(_STATE.nation)
    )
    ids, divisions, founded_at = array("q"), array("b"), array("q")
    by_board = tuple(array("q") for _ in Board)
    for rows in connection.execute(query).partitions(CHUNK):
        nations, citizens, founded, *scores = zip(*rows, strict=True)
        ids.extend(nations)
        divisions.extend(_DIVISIONS.index(division_of(count)) for count in citizens)
        founded_at.extend(founded)
        for column, values in zip(by_board, scores, strict=True):
            column.extend(values)
    return Scores(ids, divisions, founded_at, by_board)


def _page_rows(ranking: int, boards: Mapping[Board, BoardPlaces]) -> Iterator[tuple[object, ...]]:
    """Yield the row of each page, in the order of the keys and of the table's columns."""
    for board in sorted(boards, key=lambda board: board.value):
        nations_of = boards[board].nations
        by_name = {division.value: nations_of[division] for division in Division}
        for division, nations in sorted({ALL_NATIONS: nations_of[None], **by_name}.items()):
            for page, first in enumerate(range(0, len(nations), PAGE), 1):
                ids = json.dumps(nations[first : first + PAGE])
                yield ranking, board.value, division, page, ids


def _nation_rows(
    ranking: int, scores: Scores, boards: Mapping[Board, BoardPlaces]
) -> Iterator[tuple[object, ...]]:
    """Yield the row of each nation, in the order of their ids and of the table's columns."""
    columns = chain.from_iterable(
        (board.scores, board.places, board.division_places) for board in boards.values()
    )
    for nation, division, *values in zip(scores.ids, scores.divisions, *columns, strict=True):
        yield (ranking, nation, _DIVISIONS[division].value, *values)


def _insert(connection: Connection, table: Table, rows: list[tuple[object, ...]]) -> None:
    """Insert rows with the driver, because SQLAlchemy would take twice as long as SQLite."""
    statement = insert(table).compile(dialect=connection.dialect)
    connection.exec_driver_sql(str(statement), rows)


def _complete(connection: Connection, number: int, scores: Scores) -> None:
    done = update(RANKINGS).where(RANKINGS.c.number == number)
    sizes = {
        division.value: scores.divisions.count(index) for index, division in enumerate(_DIVISIONS)
    }
    connection.execute(done.values(is_complete=True, **sizes))


def _numbers(connection: Connection) -> list[int]:
    numbers = select(RANKINGS.c.number).order_by(RANKINGS.c.number)
    return list(connection.execute(numbers).scalars())


def _outdated_rankings(connection: Connection) -> list[int]:
    """Return rankings that are no longer needed, and interrupted ones before the newest."""
    rows = connection.execute(select(RANKINGS.c.number, RANKINGS.c.at, RANKINGS.c.is_complete))
    ranked_at: dict[int, datetime] = {}
    interrupted: list[int] = []
    for row in rows:
        if row.is_complete:
            ranked_at[row.number] = instant(row.at)
        else:
            interrupted.append(row.number)
    newest = max(ranked_at, default=0)
    return sorted({*outdated(ranked_at), *(ranking for ranking in interrupted if ranking < newest)})


def _forget(connection: Connection, number: int) -> None:
    connection.execute(delete(RANKINGS).where(RANKINGS.c.number == number))


def _numbers_in(connection: Connection, table: Table) -> list[int]:
    """Return the rankings that a table has rows of, with one index look-up for each."""
    numbers: list[int] = []
    least = select(func.min(table.c.ranking))
    number = connection.execute(least).scalar()
    while number is not None:
        numbers.append(number)
        number = connection.execute(least.where(table.c.ranking > number)).scalar()
    return numbers


def _delete_some(connection: Connection, table: Table, ranking: int) -> bool:
    """Delete the first rows of a ranking, in key order; return whether there were any."""
    key = tuple_(*table.primary_key.columns)
    some = select(*table.primary_key.columns).where(table.c.ranking == ranking).limit(CHUNK)
    return bool(connection.execute(delete(table).where(key.in_(some))).rowcount)
