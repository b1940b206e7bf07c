"""Defines the ports that record commands, store long replies, and mute users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class ConsoleLogEntry:
    """A command that a user ran. ``outcome`` is ``ok`` or the code of a refusal.

    The outcome is ``begun`` until the command has ended. ``user`` is ``None`` after the user has
    deleted their data.
    """

    at: datetime
    guild: GuildId
    server: str
    user: UserId | None
    command: str
    outcome: str


class ConsoleLog(Protocol):
    """Records which user ran which command. Each call raises ``Unavailable``."""

    async def begin(self, entry: ConsoleLogEntry, asked_at: datetime | None = None) -> int:
        """Store an entry before its command is run, and return its number.

        Raises RunMeanwhile, and stores nothing, if the same command may have been run on the same
        server since ``asked_at``. Only one of several callers at the same time can begin it.
        """
        ...

    async def finish(self, number: int, outcome: str) -> None:
        """Record the outcome of an entry's command."""
        ...

    async def latest(self, guild: GuildId, most: int) -> tuple[ConsoleLogEntry, ...]:
        """Return the latest entries of a guild, latest first."""
        ...


@dataclass(frozen=True, slots=True)
class SealedReply:
    """An encrypted command and its long reply, which ``user`` can read until ``expires_at``.

    ``number`` is the number of the entry in the console log.
    """

    number: int
    guild: GuildId
    user: UserId
    server: GameServerId
    sealed: str
    expires_at: datetime


class ReplyStore(Protocol):
    """Stores long replies for a short time. Each call raises ``Unavailable``."""

    async def keep(self, reply: SealedReply) -> None:
        """Store a reply, once for each entry of the log."""
        ...

    async def find(self, number: int, guild: GuildId, user: UserId) -> SealedReply | None:
        """Return a reply to a command of the user in the guild."""
        ...

    async def delete_expired(self, now: datetime) -> bool:
        """Delete some of the expired replies; return whether none are left."""
        ...


class MuteStore(Protocol):
    """The users whose messages are not relayed to the games. Each call raises ``Unavailable``."""

    async def mute(self, guild: GuildId, user: UserId, at: datetime, entry: AuditEntry) -> bool:
        """Mute a user; return whether they were not muted before. Raises TooManyMuted."""
        ...

    async def unmute(self, guild: GuildId, user: UserId, entry: AuditEntry) -> bool:
        """Unmute a user; return whether they were muted."""
        ...

    async def is_muted(self, guild: GuildId, user: UserId) -> bool:
        """Return whether a user is muted in the guild."""
        ...

    async def of_guild(self, guild: GuildId) -> tuple[UserId, ...]:
        """Return the muted users of a guild, latest first."""
        ...
