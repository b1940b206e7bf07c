"""Removes a game server from a guild."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.audit_entries import audit_entry, server_details
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.ports import ServerConsoles, ServerStore
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller
from nazh.domain.keep.errors import NoSuchServer
from nazh.domain.keep.servers import GameServer


@dataclass(frozen=True, slots=True)
class RemoveServer:
    """Deletes a game server with its password and the access to it. For managers only."""

    store: ServerStore
    consoles: ServerConsoles
    clock: Clock

    async def __call__(self, caller: Caller, chosen: ChosenServer) -> GameServer:
        """Remove the server and return it. Raises OnlyServerManagers and NoSuchServer."""
        caller.check_manager()
        server = await find_server(self.store, caller.guild, chosen)
        entry = audit_entry(
            caller,
            self.clock.now(),
            "keep.server.removed",
            server.name,
            before=server_details(server),
        )
        if not await self.store.remove(caller.guild, server.id, entry):
            raise NoSuchServer.any_more()
        await self.consoles.forget(server.id)
        return server
