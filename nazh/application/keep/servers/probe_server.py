"""Tests the console of a game server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.ports import ServerStore
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.domain.keep.access import Caller
from nazh.domain.keep.consoles.commands import ConsoleReply, parse_command
from nazh.domain.keep.consoles.errors import ConsoleError, ServerBusy
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer


@dataclass(frozen=True, slots=True)
class ProbedServer:
    """A game server, and its reply or the error."""

    server: GameServer
    outcome: ConsoleReply | ConsoleError


@dataclass(frozen=True, slots=True)
class ProbeServer:
    """Connects to a game server and runs a command that changes nothing. For managers only."""

    store: ServerStore
    run: RunOnServer
    profiles: Mapping[str, Profile]

    async def __call__(self, caller: Caller, chosen: ChosenServer) -> ProbedServer:
        """Return the outcome.

        Raises OnlyServerManagers, NoSuchServer, PasswordLost and ServerBusy.
        """
        caller.check_manager()
        server = await find_server(self.store, caller.guild, chosen)
        profile = server.profile_in(self.profiles)
        command = parse_command(profile.probe, profile)
        try:
            return ProbedServer(server, await self.run(server, profile, command))
        except ServerBusy:
            raise
        except ConsoleError as error:
            return ProbedServer(server, error)
