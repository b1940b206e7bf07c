"""Reads the boards of the newest ranking, and the places of single nations in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.ranking_tables import (
    ALL_NATIONS,
    BOARD_PAGES,
    RANKED_NATIONS,
    RANKINGS,
)
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.dominion.ports import BoardPage, NationPlaces, Place, Ranked
from nazh.domain.dominion.rankings.boards import Board, Division, compared_with
from nazh.domain.kernel.identity import GuildId

_PAGE: Final = BOARD_PAGES.c


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest complete ranking of the season, and the earlier one that it is compared with."""

    number: int
    at: datetime
    sizes: Mapping[Division, int]
    earlier: int | None

    def count(self, division: Division | None) -> int:
        return sum(self.sizes.values()) if division is None else self.sizes[division]


class SqlBoards:
    """Satisfies ``Boards``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, board: Board, division: Division | None, number: int) -> BoardPage | None:
        """Return a page of a board."""
        return await self._database.read(
            lambda connection: _page(connection, board, division, number)
        )


def find_places(connection: Connection, nation: int) -> NationPlaces | None:
    """Return the places of a nation in the newest ranking, if it has any."""
    newest = _newest(connection)
    return None if newest is None else _places(connection, newest, [nation]).get(nation)


def _newest(connection: Connection) -> _Newest | None:
    complete = and_(RANKINGS.c.season == NEWEST_SEASON, RANKINGS.c.is_complete)
    rows = connection.execute(select(RANKINGS).where(complete).order_by(RANKINGS.c.number)).all()
    if not rows:
        return None
    newest, at = rows[-1], instant(rows[-1].at)
    return _Newest(
        number=newest.number,
        at=at,
        sizes={division: newest._mapping[division.value] for division in Division},
        earlier=compared_with(at, {row.number: instant(row.at) for row in rows}),
    )


def _page(
    connection: Connection, board: Board, division: Division | None, number: int
) -> BoardPage | None:
    newest = _newest(connection)
    if newest is None:
        return None
    stored = select(_PAGE.nations).where(
        _PAGE.ranking == newest.number,
        _PAGE.board == board.value,
        _PAGE.division == (ALL_NATIONS if division is None else division.value),
        _PAGE.page == number,
    )
    ids: list[int] = json.loads(connection.execute(stored).scalar() or "[]")
    names = select(NATIONS.c.id, NATIONS.c.name, NATIONS.c.guild).where(NATIONS.c.id.in_(ids))
    named = {row.id: row for row in connection.execute(names)}
    places = _places(connection, newest, ids)
    rows: list[Ranked] = []
    for nation in ids:
        if nation in named and nation in places:  # it was not deleted since
            place = places[nation].places[board]
            at, change = place.among(division)
            guild = GuildId(named[nation].guild)
            rows.append(Ranked(at, named[nation].name, place.score, guild, change))
    return BoardPage(newest.at, tuple(rows), newest.count(division))


def _places(connection: Connection, newest: _Newest, nations: list[int]) -> dict[int, NationPlaces]:
    """Return the places of nations; unranked ones are left out."""
    rankings = [number for number in (newest.number, newest.earlier) if number is not None]
    query = select(RANKED_NATIONS).where(
        RANKED_NATIONS.c.ranking.in_(rankings), RANKED_NATIONS.c.nation.in_(nations)
    )
    stored = {(row.ranking, row.nation): row for row in connection.execute(query)}
    places: dict[int, NationPlaces] = {}
    for nation in nations:
        now = stored.get((newest.number, nation))
        before = None if newest.earlier is None else stored.get((newest.earlier, nation))
        if now is not None:
            division = Division(now.division)
            places[nation] = NationPlaces(
                at=newest.at,
                division=division,
                places={board: _place(board, now, before) for board in Board},
                nations=newest.count(None),
                division_nations=newest.count(division),
            )
    return places


def _place(board: Board, now: Row[Any], before: Row[Any] | None) -> Place:
    def change(kind: str) -> int | None:
        if before is None:
            return None
        name = f"{board.value}_{kind}"
        return int(before._mapping[name] - now._mapping[name])

    is_same_division = before is not None and now.division == before.division
    return Place(
        score=now._mapping[f"{board.value}_score"],
        place=now._mapping[f"{board.value}_place"],
        division_place=now._mapping[f"{board.value}_division_place"],
        change=change("place"),
        division_change=change("division_place") if is_same_division else None,
    )
