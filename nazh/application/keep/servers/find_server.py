"""Finds the game server that a user has chosen."""

from __future__ import annotations

from nazh.application.keep.servers.ports import ServerStore
from nazh.domain.keep.errors import NoSuchServer
from nazh.domain.keep.servers import GameServer, GameServerId, server_name_key
from nazh.domain.kernel.identity import GuildId

ChosenServer = str | GameServerId
"""The name of a game server as typed, or its id from a button."""


async def find_server(store: ServerStore, guild: GuildId, chosen: ChosenServer) -> GameServer:
    """Return the game server of the guild. Raises NoSuchServer."""
    key = server_name_key(chosen) if isinstance(chosen, str) else None
    for server in await store.servers(guild):
        if server.id == chosen or server_name_key(server.name) == key:
            return server
    raise NoSuchServer.any_more() if key is None else NoSuchServer
