"""Defines the port of players and their sessions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.keep.logs.sessions import PlaySession
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class Player:
    """A player on game servers of a guild, with their names, latest first.

    ``id`` is their id on the game's platform.
    """

    id: str
    platform: str
    names: tuple[str, ...]
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class PlayedSession:
    """A session, with the latest name of its player."""

    server: GameServerId
    name: str
    session: PlaySession


class PlayerStore(Protocol):
    """The players of guilds, according to the logs. Each call raises ``Unavailable``.

    Calls consider only sessions on those ``servers`` that belong to the guild.
    """

    async def find(
        self, guild: GuildId, servers: Collection[GameServerId], typed: str, most: int
    ) -> tuple[Player, ...]:
        """Return players with this id, or with ``typed`` in one of their names.

        The most recently seen come first.
        """
        ...

    async def sessions(
        self,
        guild: GuildId,
        servers: Collection[GameServerId],
        most: int,
        player: str | None = None,
    ) -> tuple[PlayedSession, ...]:
        """Return the sessions of a player, or of all players, latest first."""
        ...
