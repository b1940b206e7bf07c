"""Requests the log of a game server over its console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.application.keep.logs.ports import LogStore, LogTrouble, LogUnreadable
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.domain.keep.consoles.commands import parse_command
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class AskForLog:
    """Runs the command that shows the log of a game."""

    store: LogStore
    run: RunOnServer
    profiles: Mapping[str, Profile]

    async def __call__(self, id: GameServerId) -> str:
        """Return the last lines of the log. Raises LogUnreadable and ``Unavailable``."""
        for server in await self.store.servers((id,)):
            profile = server.profile_in(self.profiles)
            if profile.log_command:
                try:
                    command = parse_command(profile.log_command, profile)
                    return (await self.run(server, profile, command)).text
                except Refusal as refusal:
                    raise LogUnreadable(LogTrouble.NO_REPLY) from refusal
        raise LogUnreadable(LogTrouble.NO_COMMAND)
