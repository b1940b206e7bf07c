"""Shows the game servers of a guild, and the access to them."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.ports import ServerStore
from nazh.domain.keep.access import Caller, Grant, level_of
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.servers import GameServer


@dataclass(frozen=True, slots=True)
class ShownServers:
    """The game servers that the caller has access to, ordered by name.

    ``grants`` are shown to managers only.
    """

    servers: tuple[tuple[GameServer, AccessLevel], ...]
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class ShowServers:
    """Lists the game servers that a user may use, without revealing others."""

    store: ServerStore

    async def __call__(self, caller: Caller) -> ShownServers:
        """Return the servers and the access to them."""
        grants = await self.store.grants(caller.guild)
        levels = (
            (server, level_of(caller, server.id, grants))
            for server in await self.store.servers(caller.guild)
        )
        usable = tuple((server, level) for server, level in levels if level is not None)
        return ShownServers(usable, grants if caller.is_manager else ())

    async def one(self, caller: Caller, chosen: ChosenServer) -> GameServer:
        """Return a game server for a manager. Raises OnlyServerManagers and NoSuchServer."""
        caller.check_manager()
        return await find_server(self.store, caller.guild, chosen)
