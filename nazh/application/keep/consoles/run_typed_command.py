"""Runs a command as it was typed, in the console of a game server."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.servers.ports import Console
from nazh.domain.keep.consoles.commands import ConsoleReply, parse_command, without_filler
from nazh.domain.keep.profiles.profile import Profile


@dataclass(frozen=True, slots=True)
class RunTypedCommand:
    """Cleans a typed command, runs it, and returns the reply according to the game's profile.

    Raises a ConsoleError.
    """

    profile: Profile
    console: Console

    async def __call__(self, typed: str) -> ConsoleReply:
        command = parse_command(typed, self.profile)
        return without_filler(await self.console.run(command), self.profile)
