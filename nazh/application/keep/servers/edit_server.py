"""Changes the name, address and password of a game server."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.keep.audit_entries import audit_entry, server_details
from nazh.application.keep.servers.add_server import TypedServer
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.keep.servers.ports import ServerStore
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller
from nazh.domain.keep.errors import PasswordNeeded
from nazh.domain.keep.servers import (
    GameServer,
    parse_host,
    parse_password,
    parse_port,
    parse_server_name,
)


@dataclass(frozen=True, slots=True)
class EditServer:
    """Changes a game server. For managers only."""

    store: ServerStore
    passwords: ServerPasswords
    clock: Clock

    async def __call__(
        self, caller: Caller, chosen: ChosenServer, typed: TypedServer
    ) -> GameServer:
        """Return the changed server. Without a typed password, the stored one is kept.

        A stored password is never sent to a different address, where somebody could read it. Raises
        OnlyServerManagers, NoSuchServer, InvalidServerName, InvalidHost, InvalidPort,
        InvalidPassword, PasswordNeeded and ServerNameTaken.
        """
        caller.check_manager()
        server = await find_server(self.store, caller.guild, chosen)
        changed = replace(
            server,
            name=parse_server_name(typed.name),
            host=parse_host(typed.host),
            port=parse_port(typed.port),
        )
        sealed = None
        if typed.password:
            password = parse_password(typed.password)
            sealed = self.passwords.seal(password, caller.guild, server.id)
        elif (changed.host, changed.port) != (server.host, server.port):
            raise PasswordNeeded
        entry = audit_entry(
            caller,
            self.clock.now(),
            "keep.server.changed",
            changed.name,
            before={"name": server.name, **server_details(server)},
            after={"name": changed.name, **server_details(changed)},
        )
        if not await self.store.change(changed, sealed, entry):
            await find_server(self.store, caller.guild, server.id)
            raise PasswordNeeded  # another manager has changed the address meanwhile
        return changed
