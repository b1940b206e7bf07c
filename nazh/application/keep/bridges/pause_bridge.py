"""Pauses and resumes bridges."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.audit_entries import audit_entry
from nazh.application.keep.bridges.ports import BridgeStore
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.ports import ServerStore
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller
from nazh.domain.keep.bridges import Bridge
from nazh.domain.keep.errors import NoBridge
from nazh.domain.keep.servers import GameServer


@dataclass(frozen=True, slots=True)
class PauseBridge:
    """Pauses a bridge in both directions. For managers only."""

    store: ServerStore
    bridges: BridgeStore
    clock: Clock

    async def __call__(self, caller: Caller, chosen: ChosenServer) -> GameServer:
        """Pause the bridge and return its server.

        Raises OnlyServerManagers, NoSuchServer and NoBridge.
        """
        server, at = await self._server(caller, chosen), self.clock.now()
        entry = audit_entry(caller, at, "keep.bridge.paused", server.name)
        if not await self.bridges.pause(caller.guild, server.id, at, entry):
            raise NoBridge(name=server.name)
        return server

    async def resume(self, caller: Caller, chosen: ChosenServer) -> Bridge:
        """End the pause and return the bridge, which may be stopped.

        Raises OnlyServerManagers, NoSuchServer and NoBridge.
        """
        server = await self._server(caller, chosen)
        entry = audit_entry(caller, self.clock.now(), "keep.bridge.resumed", server.name)
        await self.bridges.resume(caller.guild, server.id, entry)
        for bridge in await self.bridges.of_guild(caller.guild):
            if bridge.server.id == server.id:
                return bridge
        raise NoBridge(name=server.name)

    async def _server(self, caller: Caller, chosen: ChosenServer) -> GameServer:
        caller.check_manager()
        return await find_server(self.store, caller.guild, chosen)
