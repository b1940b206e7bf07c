"""Adds game servers to a guild, and changes their passwords."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.audit_entries import audit_entry, server_details
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.keep.servers.ports import ServerStore
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller
from nazh.domain.keep.errors import NoSuchServer
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import (
    GameServer,
    NewServer,
    parse_host,
    parse_password,
    parse_port,
    parse_server_name,
)


@dataclass(frozen=True, slots=True)
class TypedServer:
    """A manager's input for a game server."""

    name: str
    host: str
    port: str
    password: str


@dataclass(frozen=True, slots=True)
class AddServer:
    """Adds a game server. For managers only."""

    store: ServerStore
    passwords: ServerPasswords
    clock: Clock

    async def __call__(self, caller: Caller, profile: Profile, typed: TypedServer) -> GameServer:
        """Store the server and return it.

        Raises OnlyServerManagers, InvalidPassword, InvalidServerName, InvalidHost, InvalidPort,
        ServerNameTaken and TooManyServers.
        """
        caller.check_manager()
        password = parse_password(typed.password)
        new = NewServer(
            guild=caller.guild,
            name=parse_server_name(typed.name),
            profile=profile.name,
            host=parse_host(typed.host),
            port=parse_port(typed.port),
            added_at=self.clock.now(),
        )
        return await self.store.add(
            new,
            lambda server: self.passwords.seal(password, caller.guild, server),
            audit_entry(
                caller, new.added_at, "keep.server.added", new.name, after=server_details(new)
            ),
        )


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Changes the password of a game server. For managers only."""

    store: ServerStore
    passwords: ServerPasswords
    clock: Clock

    async def __call__(self, caller: Caller, chosen: ChosenServer, typed: str) -> GameServer:
        """Store the password, which the next command tries even if it was rejected before.

        Returns the server. Raises OnlyServerManagers, InvalidPassword and NoSuchServer.
        """
        caller.check_manager()
        password = parse_password(typed)
        server = await find_server(self.store, caller.guild, chosen)
        sealed = self.passwords.seal(password, caller.guild, server.id)
        entry = audit_entry(caller, self.clock.now(), "keep.password.changed", server.name)
        if not await self.store.replace_password(caller.guild, server.id, sealed, entry):
            raise NoSuchServer.any_more()
        return server
