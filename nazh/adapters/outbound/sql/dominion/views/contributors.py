"""Reads citizens ordered by their contributions."""

from __future__ import annotations

from sqlalchemy import Connection, and_, func, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS
from nazh.application.dominion.ports import CONTRIBUTORS_PAGE, Contributor, ContributorPage
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.kernel.identity import UserId


class SqlContributors:
    """Satisfies ``Contributors``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, nation: NationId, number: int) -> ContributorPage:
        """Return a page of citizens with points, or the last page if there are fewer."""

        def read(connection: Connection) -> ContributorPage:
            count = _count(connection, nation)
            pages = max(1, -(-count // CONTRIBUTORS_PAGE))
            shown = min(number, pages)
            start = (shown - 1) * CONTRIBUTORS_PAGE
            query = (
                select(CITIZENS.c.user, CITIZENS.c.points)
                .where(CITIZENS.c.nation == nation, CITIZENS.c.points > 0)
                .order_by(CITIZENS.c.points.desc(), CITIZENS.c.joined_at, CITIZENS.c.user)
                .limit(CONTRIBUTORS_PAGE)
                .offset(start)
            )
            rows = tuple(
                Contributor(place, UserId(row.user), row.points)
                for place, row in enumerate(connection.execute(query), start + 1)
            )
            return ContributorPage(rows, count, shown, pages)

        return await self._database.read(read)

    async def place_of(self, nation: NationId, user: UserId) -> int | None:
        """Return the place of a citizen with points."""

        def read(connection: Connection) -> int | None:
            own = CITIZENS.c.user == user, CITIZENS.c.nation == nation, CITIZENS.c.points > 0
            row = connection.execute(select(CITIZENS).where(*own)).first()
            if row is None:
                return None
            as_many = CITIZENS.c.points == row.points
            as_long = CITIZENS.c.joined_at == row.joined_at
            before = or_(
                CITIZENS.c.points > row.points,
                and_(as_many, CITIZENS.c.joined_at < row.joined_at),
                and_(as_many, as_long, CITIZENS.c.user < user),
            )
            ahead = select(func.count()).where(CITIZENS.c.nation == nation, before)
            return connection.execute(ahead).scalar_one() + 1

        return await self._database.read(read)

    async def count(self, nation: NationId) -> int:
        """Return how many citizens have points."""
        return await self._database.read(lambda connection: _count(connection, nation))


def _count(connection: Connection, nation: NationId) -> int:
    query = select(func.count()).where(CITIZENS.c.nation == nation, CITIZENS.c.points > 0)
    return connection.execute(query).scalar_one()
