"""Defines the ports of Keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.shared.audit import AuditEntry
from nazh.domain.keep.access import Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.bridges import Bridge, ListenerState, StopReason, WaitingLines
from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.contacts import Contact
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId, NewServer
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId, UserId


@dataclass(frozen=True, slots=True)
class ConsoleLogEntry:
    """A command that a user ran, and how it ended: ``ok``, or the code of a refusal.

    The outcome of a command is ``begun`` until it has ended. ``user`` is ``None`` after the user
    has deleted their data.
    """

    at: datetime
    guild: GuildId
    server: str
    user: UserId | None
    command: str
    outcome: str


class Console(Protocol):
    """The console of one game server."""

    async def run(self, command: ConsoleCommand) -> ConsoleReply:
        """Send the command and return its whole reply, or raise a ConsoleError in time.

        Commands run one at a time, in the order of the calls. A command is sent at most once, or
        twice if it is read-only. A cancelled command leaves nothing that a later one could take for
        its own reply.
        """
        ...

    def take_heard(self) -> tuple[GameLine, ...]:
        """Return what the game has told by itself since the last call, as some games do."""
        ...

    async def close(self) -> None:
        """Close the connection. The next command opens another."""
        ...


class ServerStore(Protocol):
    """The game servers of guilds and who may use them.

    A call about one guild neither reads nor changes anything of another. A change adds its entry to
    the audit log; what changes nothing adds none. Each call raises ``Unavailable``.
    """

    async def servers(self, guild: GuildId) -> tuple[GameServer, ...]:
        """Return the servers of a guild, by their names."""
        ...

    async def add(
        self, new: NewServer, seal: Callable[[GameServerId], str], entry: AuditEntry
    ) -> GameServer:
        """Add a server with the password that ``seal`` returns for its id.

        ``seal`` may be called more than once. Raises ServerNameTaken and TooManyServers.
        """
        ...

    async def sealed_password(self, guild: GuildId, server: GameServerId) -> str | None:
        """Return the sealed password, or ``None`` if the guild has no such server."""
        ...

    async def replace_password(
        self, guild: GuildId, server: GameServerId, sealed: str, entry: AuditEntry
    ) -> bool:
        """Store another password; return whether the guild has such a server."""
        ...

    async def change(self, changed: GameServer, sealed: str | None, entry: AuditEntry) -> bool:
        """Store another name, address and, unless it is ``None``, password of a server.

        Returns whether the guild has such a server. Raises ServerNameTaken.
        """
        ...

    async def remove(self, guild: GuildId, server: GameServerId, entry: AuditEntry) -> bool:
        """Delete a server and the access to it; return whether the guild had it."""
        ...

    async def grants(self, guild: GuildId) -> tuple[Grant, ...]:
        """Return all access that roles of the guild have."""
        ...

    async def grant(
        self, guild: GuildId, grant: Grant, entry_of: Callable[[AccessLevel | None], AuditEntry]
    ) -> None:
        """Give a role its level, instead of the one that it has on the same server.

        ``entry_of`` is given that one.
        """
        ...

    async def revoke(
        self,
        guild: GuildId,
        role: RoleId,
        server: GameServerId | None,
        entry_of: Callable[[AccessLevel | None], AuditEntry],
    ) -> bool:
        """Take the level of a role on a server, or that on all; return whether it had one.

        ``entry_of`` is given that one.
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
        """Store another value unless it has changed meanwhile; return whether it was stored.

        ``entry`` is added to the audit log if it was.
        """
        ...


class ContactStore(Protocol):
    """What is known of the consoles that were tried. Each call raises ``Unavailable``."""

    async def of_guild(self, guild: GuildId) -> Mapping[GameServerId, Contact]:
        """Return the contacts of a guild's servers that were tried at least once."""
        ...

    async def note(
        self, guild: GuildId, server: GameServerId, *, is_answering: bool, at: datetime
    ) -> Contact | None:
        """Store and return the contact after an attempt; ``None`` if the server is not theirs.

        What several processes note is put together.
        """
        ...


class ConsoleLog(Protocol):
    """Keeps who ran which command. Each call raises ``Unavailable``."""

    async def begin(self, entry: ConsoleLogEntry) -> int:
        """Keep an entry before its command is run, and return its number."""
        ...

    async def finish(self, number: int, outcome: str) -> None:
        """Note how the command of an entry ended."""
        ...

    async def latest(self, guild: GuildId, most: int) -> tuple[ConsoleLogEntry, ...]:
        """Return the last entries of a guild, the latest first."""
        ...


@dataclass(frozen=True, slots=True)
class SealedReply:
    """A command and its long reply, sealed, which ``user`` can read until ``expires_at``.

    ``number`` is that of the entry in the console log.
    """

    number: int
    guild: GuildId
    user: UserId
    server: GameServerId
    sealed: str
    expires_at: datetime


class ReplyStore(Protocol):
    """Keeps long replies for a short time. Each call raises ``Unavailable``."""

    async def keep(self, reply: SealedReply) -> None:
        """Keep a reply, once for each entry of the log."""
        ...

    async def find(self, number: int, guild: GuildId, user: UserId) -> SealedReply | None:
        """Return a reply to a command of the user in the guild."""
        ...

    async def delete_expired(self, now: datetime) -> bool:
        """Delete some of the replies that have expired; return whether those were all."""
        ...


class ServerConsoles(Protocol):
    """The consoles of all game servers, with connections that stay open between commands."""

    def console_of(self, server: GameServer, profile: Profile, password: Password) -> Console:
        """Return the console; another address or password replaces the one that there was."""
        ...

    async def forget(self, server: GameServerId) -> None:
        """Close the console of a server, if there is one."""
        ...


class BridgeStore(Protocol):
    """The bridges, and the lines that wait to be posted. Each call raises ``Unavailable``."""

    async def link(
        self,
        guild: GuildId,
        server: GameServerId,
        channel: ChannelId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
        *,
        is_two_way: bool = True,
    ) -> None:
        """Show the chat of a server of the guild in a channel, instead of where it was.

        If it ``is_two_way``, messages of the channel are said in the game. ``entry_of`` is given
        the channel before, and what it returns is added to the audit log.
        """
        ...

    async def unlink(
        self,
        guild: GuildId,
        server: GameServerId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
    ) -> bool:
        """Remove the bridge of a server and its waiting lines; return whether there was one.

        ``entry_of`` is given its channel, and what it returns is added to the audit log.
        """
        ...

    async def pause(
        self, guild: GuildId, server: GameServerId, at: datetime, entry: AuditEntry
    ) -> bool:
        """Let nothing cross the bridge of a server until it is resumed or linked anew.

        Lines that wait are dropped. Returns whether there is a bridge; a paused one stays as it is.
        """
        ...

    async def resume(self, guild: GuildId, server: GameServerId, entry: AuditEntry) -> bool:
        """End a pause; return whether there is a bridge."""
        ...

    async def of_guild(self, guild: GuildId) -> tuple[Bridge, ...]:
        """Return the bridges of a guild, by the names of the servers."""
        ...

    async def running(self) -> tuple[Bridge, ...]:
        """Return the bridges of all guilds that are not stopped, without counts of lines.

        Those that are paused are among them.
        """
        ...

    async def add(self, server: GameServer, lines: Sequence[GameLine]) -> None:
        """Let lines wait to be posted; drop the oldest ones of over MOST_WAITING.

        All lines of a paused bridge are dropped.
        """
        ...

    async def waiting(self, server: GameServerId) -> WaitingLines:
        """Return the lines of a post that was begun, or else all that wait, the oldest first."""
        ...

    async def begin_post(self, server: GameServerId, last: int) -> None:
        """Note that the lines up to the number ``last`` are posted now, if that one still waits."""
        ...

    async def end_post(self, server: GameServerId, last: int) -> None:
        """Delete the lines up to ``last``, which were posted."""
        ...

    async def stop(self, server: GameServerId, reason: StopReason) -> None:
        """Post nothing more until the server is linked again."""
        ...


class MuteStore(Protocol):
    """The users whose messages are not said in the games. Each call raises ``Unavailable``."""

    async def mute(self, guild: GuildId, user: UserId, at: datetime, entry: AuditEntry) -> bool:
        """Mute a user; return whether they were not muted before. Raises TooManyMuted."""
        ...

    async def unmute(self, guild: GuildId, user: UserId, entry: AuditEntry) -> bool:
        """End that; return whether they were muted."""
        ...

    async def is_muted(self, guild: GuildId, user: UserId) -> bool:
        """Return whether a user is muted in the guild."""
        ...

    async def of_guild(self, guild: GuildId) -> tuple[UserId, ...]:
        """Return the muted users of a guild, the latest first."""
        ...


@dataclass(frozen=True, slots=True)
class ChatPost:
    """A message with lines of chat. ``file`` has them if they are too many for a message."""

    text: str
    file: str | None = None


class ChatChannels(Protocol):
    """Posts to channels of Discord."""

    async def post(self, channel: ChannelId, post: ChatPost, nonce: str) -> StopReason | None:
        """Post, or return why that is never possible.

        A post with the nonce of one of the last minutes is not repeated. Raises ``Unavailable`` if
        it may succeed later.
        """
        ...


class ListenerLease(Protocol):
    """Lets one process at a time say the messages of channels. Each call raises ``Unavailable``."""

    async def renew(self, owner: str, state: ListenerState, now: datetime) -> bool:
        """Hold the lease for LISTENER_LEASE from ``now``; return whether it was free or held."""
        ...

    async def release(self, owner: str) -> None:
        """Free the lease, if this process holds it."""
        ...

    async def state(self, now: datetime) -> ListenerState:
        """Return the state of the process that holds the lease; ABSENT if none does."""
        ...
