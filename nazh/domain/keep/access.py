"""Decides who may run which command in the console of a game server.

Everything is denied unless a role of the user allows it (KEEP.md, section 10).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.consoles.commands import ConsoleCommand
from nazh.domain.keep.errors import ChainedCommand, MayNotRun, OnlyServerManagers
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId, RequestId, RoleId, UserId

HIDDEN: Final = "[…]"
_QUOTES: Final = "\"'"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role of Discord that has a level of access, to one game server or (``None``) to all."""

    role: RoleId
    level: AccessLevel
    server: GameServerId | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """The user of an interaction. Managers have Discord's Manage Server permission."""

    guild: GuildId
    user: UserId
    roles: frozenset[RoleId]
    is_manager: bool
    interaction: RequestId

    def check_manager(self) -> None:
        """Raise OnlyServerManagers unless the user is one."""
        if not self.is_manager:
            raise OnlyServerManagers


def level_of(caller: Caller, server: GameServerId, grants: Iterable[Grant]) -> AccessLevel | None:
    """Return the highest level that the user has on a game server; ``None`` is no access."""
    if caller.is_manager:
        return AccessLevel.OWNER
    levels = (
        grant.level
        for grant in grants
        if grant.role in caller.roles and grant.server in (None, server)
    )
    return max(levels, default=None)


def needed_level(command: ConsoleCommand, profile: Profile) -> AccessLevel:
    """Return the lowest level that may run a command; owners alone may run unknown ones."""
    verb = verb_of(command)
    return min(
        (level for level, verbs in profile.verbs.items() if verb in verbs),
        default=AccessLevel.OWNER,
    )


def verb_of(command: ConsoleCommand) -> str:
    """Return the first word of a command, in lower case and without the slash of chats."""
    return command.text.split()[0].removeprefix("/").casefold()


def recorded_text(command: ConsoleCommand, profile: Profile) -> str:
    """Return a command as it is recorded, without what follows a verb that takes a secret."""
    return f"{verb_of(command)} {HIDDEN}" if has_secret(command, profile) else command.text


def has_secret(command: ConsoleCommand, profile: Profile) -> bool:
    """Return whether a command takes a secret, which its reply may have as well."""
    return verb_of(command) in profile.secret_verbs


def needs_confirmation(command: ConsoleCommand, profile: Profile) -> bool:
    """Return whether a command can ruin a game, so that it has to be confirmed.

    A verb of no level may run what follows it, as ARK's ``cheat`` and Minecraft's ``execute`` do,
    so any of its words counts.
    """
    verb = verb_of(command)
    if any(verb in verbs for verbs in profile.verbs.values()):
        return False
    words = (word.strip(_QUOTES).removeprefix("/") for word in command.text.split())
    return any(word.casefold() in profile.confirmed_verbs for word in words)


def check_may_run(
    command: ConsoleCommand,
    server: GameServer,
    profile: Profile,
    caller: Caller,
    grants: Collection[Grant],
) -> None:
    """Raise MayNotRun if the user may not run the command, or ChainedCommand for several."""
    level = level_of(caller, server.id, grants)
    if level is None or level < needed_level(command, profile):
        raise MayNotRun(verb=verb_of(command), name=server.name)
    for sign in profile.separators:
        if sign in command.text:
            raise ChainedCommand(sign=sign)
