"""Shows players and their sessions to users with access to the game server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.application.keep.players.ports import PlayedSession, Player, PlayerStore
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller
from nazh.domain.keep.errors import NoSuchPlayer, NoSuchServer
from nazh.domain.keep.logs.sessions import play_time
from nazh.domain.keep.servers import GameServer, GameServerId

MAX_OFFERED: Final = 25
MAX_SESSIONS: Final = 500
"""The most sessions read; for a player with more in a month, only the latest count."""
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ShownPlayer:
    """A player with their latest sessions, and how long they played in the last days."""

    player: Player
    sessions: tuple[PlayedSession, ...]
    servers: Mapping[GameServerId, GameServer]
    in_week: timedelta
    in_month: timedelta


@dataclass(frozen=True, slots=True)
class ShownSessions:
    """The latest sessions on a game server, at an instant."""

    server: GameServer
    sessions: tuple[PlayedSession, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ShowPlayers:
    """Shows the players of game servers that the caller has access to."""

    show_servers: ShowServers
    store: PlayerStore
    clock: Clock

    async def offered(self, caller: Caller, typed: str) -> tuple[Player, ...]:
        """Return players whose names match the typed text."""
        servers = await self._servers(caller)
        return await self.store.find(caller.guild, servers.keys(), typed, MAX_OFFERED)

    async def one(self, caller: Caller, typed: str) -> ShownPlayer:
        """Return the player with this id or name. Raises NoSuchPlayer."""
        servers, now = await self._servers(caller), self.clock.now()
        players = await self.store.find(caller.guild, servers.keys(), typed, MAX_OFFERED)
        if not players:
            raise NoSuchPlayer
        player = next((player for player in players if _is_called(player, typed)), players[0])
        sessions = await self.store.sessions(caller.guild, servers.keys(), MAX_SESSIONS, player.id)
        played = [session.session for session in sessions]
        return ShownPlayer(
            player,
            sessions,
            servers,
            play_time(played, now - WEEK, now),
            play_time(played, now - MONTH, now),
        )

    async def sessions(self, caller: Caller, chosen: ChosenServer) -> ShownSessions:
        """Return the sessions on a game server. Raises NoSuchServer."""
        server = await find_server(self.show_servers.store, caller.guild, chosen)
        if server.id not in await self._servers(caller):
            raise NoSuchServer
        sessions = await self.store.sessions(caller.guild, (server.id,), MAX_SESSIONS)
        return ShownSessions(server, sessions, self.clock.now())

    async def _servers(self, caller: Caller) -> Mapping[GameServerId, GameServer]:
        shown = await self.show_servers(caller)
        return {server.id: server for server, _ in shown.servers}


def _is_called(player: Player, typed: str) -> bool:
    """Return whether the typed text is exactly the id or a name."""
    return typed.casefold() in map(str.casefold, (player.id, *player.names))
