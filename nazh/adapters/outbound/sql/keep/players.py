"""Reads players and their sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.functions import lower_case
from nazh.adapters.outbound.sql.keep.play_sessions import play_session
from nazh.adapters.outbound.sql.keep.tables import PLAYER_NAMES, PLAYERS, SESSIONS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.keep.players.ports import PlayedSession, Player
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.encoding import is_storable
from nazh.domain.kernel.identity import GuildId


class SqlPlayerStore:
    """Satisfies ``PlayerStore``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(
        self, guild: GuildId, servers: Collection[GameServerId], typed: str, most: int
    ) -> tuple[Player, ...]:
        """Return players with this id, or with ``typed`` in one of their names."""
        if not is_storable(typed):
            return ()
        is_named = select(PLAYER_NAMES.c.name).where(
            PLAYER_NAMES.c.player == PLAYERS.c.id,
            lower_case(PLAYER_NAMES.c.name).contains(typed.lower(), autoescape=True),
        )
        has_played = select(SESSIONS.c.seq).where(
            SESSIONS.c.player == PLAYERS.c.id, SESSIONS.c.server.in_(servers)
        )
        statement = (
            select(PLAYERS)
            .where(
                PLAYERS.c.guild == guild,
                has_played.exists(),
                or_(PLAYERS.c.player == typed.lower(), is_named.exists()),
            )
            .order_by(PLAYERS.c.last_seen.desc(), PLAYERS.c.id)
            .limit(most)
        )

        def query(connection: Connection) -> tuple[Player, ...]:
            rows = connection.execute(statement).all()
            names = _names(connection, [row.id for row in rows])
            return tuple(
                Player(row.player, row.platform, names[row.id], instant(row.first_seen))
                for row in rows
            )

        return await self._database.read(query)

    async def sessions(
        self,
        guild: GuildId,
        servers: Collection[GameServerId],
        most: int,
        player: str | None = None,
    ) -> tuple[PlayedSession, ...]:
        """Return the sessions of a player, or of all, the latest first."""
        joined = SESSIONS.join(PLAYERS, PLAYERS.c.id == SESSIONS.c.player)
        statement = (
            select(SESSIONS, PLAYERS.c.player.label("whose"))
            .select_from(joined)
            .where(SESSIONS.c.guild == guild, SESSIONS.c.server.in_(servers))
            .order_by(SESSIONS.c.opened_at.desc(), SESSIONS.c.seq.desc())
            .limit(most)
        )
        if player is not None:
            statement = statement.where(PLAYERS.c.player == player)

        def query(connection: Connection) -> tuple[PlayedSession, ...]:
            rows = connection.execute(statement).all()
            names = _names(connection, list({row.player for row in rows}))
            return tuple(
                PlayedSession(GameServerId(row.server), names[row.player][0], play_session(row))
                for row in rows
            )

        return await self._database.read(query)


def _names(connection: Connection, players: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of each player, the last one first."""
    chosen = PLAYER_NAMES.c.player.in_(players)
    ordered = (PLAYER_NAMES.c.last_seen.desc(), PLAYER_NAMES.c.name)
    names = defaultdict(list)
    for row in connection.execute(select(PLAYER_NAMES).where(chosen).order_by(*ordered)):
        names[row.player].append(row.name)
    return {player: tuple(used) for player, used in names.items()}
