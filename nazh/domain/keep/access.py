"""Decides which users may run which commands in the console of a game server.

Access is denied unless one of the user's roles allows it (KEEP.md, section 10).
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
    """A Discord role with a level of access to one game server, or to all (``None``)."""

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
    """Return the user's highest level on a game server; ``None`` means no access."""
    if caller.is_manager:
        return AccessLevel.OWNER
    levels = (
        grant.level
        for grant in grants
        if grant.role in caller.roles and grant.server in (None, server)
    )
    return max(levels, default=None)


def needed_level(command: ConsoleCommand, profile: Profile) -> AccessLevel:
    """Return the lowest level that may run a command; only owners may run unknown commands."""
    verb = verb_of(command)
    return min(
        (level for level, verbs in profile.verbs.items() if verb in verbs),
        default=AccessLevel.OWNER,
    )


def verb_of(command: ConsoleCommand) -> str:
    """Return the first word of a command, in lower case and without the slash used in chats."""
    return command.text.split()[0].removeprefix("/").casefold()


def recorded_text(command: ConsoleCommand, profile: Profile) -> str:
    """Return a command as recorded, with the arguments hidden if its verb takes a secret."""
    return f"{verb_of(command)} {HIDDEN}" if has_secret(command, profile) else command.text


def has_secret(command: ConsoleCommand, profile: Profile) -> bool:
    """Return whether a command takes a secret, which its reply may also contain."""
    verb = verb_of(command)
    return verb in profile.secret_verbs or _may_run_any(profile.secret_verbs, command, profile)


def needs_confirmation(command: ConsoleCommand, profile: Profile) -> bool:
    """Return whether a command can ruin a game and must be confirmed."""
    return _may_run_any(profile.confirmed_verbs, command, profile)


def _may_run_any(verbs: Collection[str], command: ConsoleCommand, profile: Profile) -> bool:
    """Return whether a command whose verb belongs to no level may run one of ``verbs``.

    It may run its arguments as a command, as ARK's ``cheat`` and Minecraft's ``execute`` do, so all
    words of the command are checked, without a namespace such as ``minecraft:``.
    """
    verb = verb_of(command)
    if any(verb in of_level for of_level in profile.verbs.values()):
        return False
    words = (word.strip(_QUOTES).removeprefix("/") for word in command.text.split())
    return any(word.rpartition(":")[2].casefold() in verbs for word in words)


def check_may_run(
    command: ConsoleCommand,
    server: GameServer,
    profile: Profile,
    caller: Caller,
    grants: Collection[Grant],
) -> None:
    """Raise MayNotRun if the user may not run the command, or ChainedCommand if it is several."""
    level = level_of(caller, server.id, grants)
    needed = needed_level(command, profile)
    if level is None or level < needed:
        raise MayNotRun(verb=verb_of(command), name=server.name, level=needed.name.lower())
    for sign in profile.separators:
        if sign in command.text:
            raise ChainedCommand(sign=sign)
