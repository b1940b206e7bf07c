"""Defines the ports that link the chat of games with channels of Discord."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.shared.audit import AuditEntry
from nazh.domain.keep.bridges import Bridge, ListenerState, StopReason, WaitingLines
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import ChannelId, GuildId


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
