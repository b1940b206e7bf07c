"""Grants Discord roles access to game servers, and revokes it."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.audit_entries import ALL_SERVERS, access_details, audit_entry
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.ports import ServerStore
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller, Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.errors import NoSuchServer
from nazh.domain.keep.servers import GameServer
from nazh.domain.kernel.identity import RoleId


@dataclass(frozen=True, slots=True)
class ChangeAccess:
    """Changes a role's level of access to one game server, or to all. For managers only."""

    store: ServerStore
    clock: Clock

    async def __call__(
        self, caller: Caller, role: RoleId, level: AccessLevel | None, chosen: ChosenServer | None
    ) -> GameServer | None:
        """Return the chosen server. A ``level`` of ``None`` revokes the access.

        Raises OnlyServerManagers and NoSuchServer.
        """
        caller.check_manager()
        server = None if chosen is None else await find_server(self.store, caller.guild, chosen)
        where = None if server is None else server.id

        def entry_of(before: AccessLevel | None) -> AuditEntry:
            return audit_entry(
                caller,
                self.clock.now(),
                "keep.access.taken" if level is None else "keep.access.given",
                ALL_SERVERS if server is None else server.name,
                before=access_details(role, before),
                after=access_details(role, level),
            )

        if level is None:
            await self.store.revoke(caller.guild, role, where, entry_of)
        elif not await self.store.grant(caller.guild, Grant(role, level, where), entry_of):
            raise NoSuchServer.any_more()  # another manager has removed it meanwhile
        return server
