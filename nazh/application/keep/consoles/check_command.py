"""Checks whether a user may run a command in the console of a game server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from nazh.application.keep.consoles.ports import MuteStore
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.ports import ServerStore
from nazh.domain.keep.access import Caller, check_may_run, needs_confirmation
from nazh.domain.keep.consoles.commands import ConsoleCommand, parse_command
from nazh.domain.keep.errors import Muted, NoSaving
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer
from nazh.domain.keep.texts.chat import broadcast_command, say_command


@dataclass(frozen=True, slots=True)
class AllowedCommand:
    """A command that its user may run. ``needs_confirmation`` if it can ruin the game."""

    server: GameServer
    profile: Profile
    command: ConsoleCommand
    needs_confirmation: bool


@dataclass(frozen=True, slots=True)
class CheckCommand:
    """Checks a user's console command, without connecting to the server."""

    store: ServerStore
    mutes: MuteStore
    profiles: Mapping[str, Profile]

    async def __call__(self, caller: Caller, chosen: ChosenServer, typed: str) -> AllowedCommand:
        """Return the command. Raises NoSuchServer, MayNotRun, ChainedCommand, ConsoleError."""
        return await self._checked(caller, chosen, partial(parse_command, typed))

    async def saying(
        self, caller: Caller, chosen: ChosenServer, author: str, line: str
    ) -> AllowedCommand:
        """Return the command that sends a user's line to all players, cleaned and truncated.

        Raises NoSuchServer, MayNotRun, Muted and NothingToSay.
        """
        await self._check_not_muted(caller)
        return await self._checked(
            caller, chosen, lambda profile: say_command(profile, author, line)
        )

    async def broadcasting(self, caller: Caller, chosen: ChosenServer, line: str) -> AllowedCommand:
        """Return the command that broadcasts a line to all players, cleaned and truncated.

        Raises NoSuchServer, NoBroadcasts, MayNotRun, Muted and NothingToSay.
        """
        await self._check_not_muted(caller)
        return await self._checked(caller, chosen, lambda profile: broadcast_command(profile, line))

    async def saving(self, caller: Caller, chosen: ChosenServer) -> AllowedCommand:
        """Return the command that saves the game. Raises NoSuchServer, NoSaving, MayNotRun."""

        def save(profile: Profile) -> ConsoleCommand:
            if profile.save is None:
                raise NoSaving(game=profile.title)
            return parse_command(profile.save, profile)

        return await self._checked(caller, chosen, save)

    async def _check_not_muted(self, caller: Caller) -> None:
        if await self.mutes.is_muted(caller.guild, caller.user):
            raise Muted

    async def _checked(
        self, caller: Caller, chosen: ChosenServer, command_of: Callable[[Profile], ConsoleCommand]
    ) -> AllowedCommand:
        server = await find_server(self.store, caller.guild, chosen)
        profile = server.profile_in(self.profiles)
        command = command_of(profile)
        grants = await self.store.grants(caller.guild)
        check_may_run(command, server, profile, caller, grants)
        return AllowedCommand(server, profile, command, needs_confirmation(command, profile))
