"""Defines the ports that store game servers and connect to their consoles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.contacts import Contact
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId, NewServer
from nazh.domain.kernel.identity import GuildId, RoleId


class Console(Protocol):
    """The console of one game server."""

    async def run(self, command: ConsoleCommand) -> ConsoleReply:
        """Send the command and return its whole reply, or raise a ConsoleError after a timeout.

        Commands run one at a time, in the order of the calls. A command is sent at most once, or
        twice if it is read-only. The reply to a cancelled command is never mistaken for that of a
        later one.
        """
        ...

    def take_game_lines(self) -> tuple[GameLine, ...]:
        """Return the lines that the game has pushed since the last call, if it pushes any."""
        ...

    async def close(self) -> None:
        """Close the connection. The next command opens a new one."""
        ...


class ServerStore(Protocol):
    """The game servers of guilds and the access to them.

    A call for one guild neither reads nor changes data of another. A change adds its entry to the
    audit log; a call without effect adds none. Each call raises ``Unavailable``.
    """

    async def servers(self, guild: GuildId) -> tuple[GameServer, ...]:
        """Return the servers of a guild in ``server_name_order``."""
        ...

    async def add(
        self, new: NewServer, seal: Callable[[GameServerId], str], entry: AuditEntry
    ) -> GameServer:
        """Add a server with the password that ``seal`` returns for its id.

        ``seal`` may be called more than once. Raises ServerNameTaken and TooManyServers.
        """
        ...

    async def sealed_password(self, server: GameServer) -> str | None:
        """Return the sealed password, or ``None`` unless its guild has it at this address."""
        ...

    async def replace_password(
        self, guild: GuildId, server: GameServerId, sealed: str, entry: AuditEntry
    ) -> bool:
        """Replace the password; return whether the guild has such a server."""
        ...

    async def change(self, changed: GameServer, sealed: str | None, entry: AuditEntry) -> bool:
        """Store the changed name, and the address with its password unless it is ``None``.

        Returns whether the guild has such a server; without a password, at the address of
        ``changed``. Raises ServerNameTaken.
        """
        ...

    async def remove(self, guild: GuildId, server: GameServerId, entry: AuditEntry) -> bool:
        """Delete a server and the access to it; return whether the guild had it."""
        ...

    async def grants(self, guild: GuildId) -> tuple[Grant, ...]:
        """Return all grants to roles of the guild."""
        ...

    async def grant(
        self, guild: GuildId, grant: Grant, entry_of: Callable[[AccessLevel | None], AuditEntry]
    ) -> bool:
        """Give a role its level, replacing its level on the same server.

        Returns whether the guild has the server, if the grant is for a single one. ``entry_of`` is
        called with the previous level.
        """
        ...

    async def revoke(
        self,
        guild: GuildId,
        role: RoleId,
        server: GameServerId | None,
        entry_of: Callable[[AccessLevel | None], AuditEntry],
    ) -> bool:
        """Revoke the level of a role on a server, or on all; return whether it had one.

        ``entry_of`` is called with the previous level.
        """
        ...


@dataclass(frozen=True, slots=True)
class SealedPassword:
    """The stored password of a game server."""

    guild: GuildId
    server: GameServerId
    name: str
    sealed: str


class SealedPasswords(Protocol):
    """The stored passwords of all guilds, for the operator. Each call raises ``Unavailable``."""

    async def after(self, server: GameServerId, most: int) -> tuple[SealedPassword, ...]:
        """Return at most ``most`` passwords of the game servers with higher ids, by their ids."""
        ...

    async def replace(self, before: SealedPassword, sealed: str, entry: AuditEntry) -> bool:
        """Replace the value unless it has changed since; return whether it was replaced.

        ``entry`` is added to the audit log if it was.
        """
        ...


class ContactStore(Protocol):
    """The contacts with the consoles of game servers. Each call raises ``Unavailable``."""

    async def of_guild(self, guild: GuildId) -> Mapping[GameServerId, Contact]:
        """Return the contacts of those of a guild's servers that were tried at least once."""
        ...

    async def note(
        self, guild: GuildId, server: GameServerId, *, is_answering: bool, at: datetime
    ) -> Contact | None:
        """Store and return the contact after an attempt; ``None`` if the guild has no such server.

        Attempts recorded by several processes are merged.
        """
        ...


class ServerConsoles(Protocol):
    """The consoles of all game servers, with connections that stay open between commands."""

    def console_of(
        self, server: GameServer, profile: Profile, password: Password, entry: str
    ) -> Console:
        """Return the console; a changed address or ``entry`` replaces the existing one.

        ``entry`` differs each time the password is entered, even if it is the same one.
        """
        ...

    async def forget(self, server: GameServerId) -> None:
        """Close the console of a server, if it is open; running commands are not waited for."""
        ...
