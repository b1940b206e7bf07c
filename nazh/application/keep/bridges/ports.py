"""Defines the ports that connect game chat with Discord channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.bridges import Bridge, ListenerState, StopReason, WaitingLines
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import ChannelId, GuildId


class BridgeStore(Protocol):
    """The bridges, and the lines waiting to be posted. Each call raises ``Unavailable``."""

    async def link(
        self,
        guild: GuildId,
        server: GameServerId,
        channel: ChannelId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
        *,
        is_two_way: bool = True,
    ) -> bool:
        """Link a server to a channel; return whether the guild has the server.

        An earlier link is replaced, and lines waiting for another channel are dropped. If
        ``is_two_way``, messages in the channel are relayed to the game. ``entry_of`` is called with
        the previous channel, and its result is added to the audit log.
        """
        ...

    async def unlink(
        self,
        guild: GuildId,
        server: GameServerId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
    ) -> bool:
        """Remove the bridge of a server and its waiting lines; return whether there was one.

        ``entry_of`` is called with its channel, and its result is added to the audit log.
        """
        ...

    async def pause(
        self, guild: GuildId, server: GameServerId, at: datetime, entry: AuditEntry
    ) -> bool:
        """Stop relaying in both directions until the bridge is resumed or linked again.

        Waiting lines are dropped. Returns whether there is a bridge; a paused one is unchanged.
        """
        ...

    async def resume(self, guild: GuildId, server: GameServerId, entry: AuditEntry) -> bool:
        """End a pause; return whether there is a bridge."""
        ...

    async def of_guild(self, guild: GuildId) -> tuple[Bridge, ...]:
        """Return the bridges of a guild, in ``server_name_order`` of their servers."""
        ...

    async def running(self) -> tuple[Bridge, ...]:
        """Return the bridges of all guilds that are not stopped, without line counts.

        Paused bridges are included.
        """
        ...

    async def add(self, server: GameServer, lines: Sequence[GameLine]) -> None:
        """Queue lines to be posted, and drop the oldest beyond MAX_WAITING.

        All lines of a paused bridge, or of one that was removed meanwhile, are dropped.
        """
        ...

    async def waiting(self, server: GameServerId) -> WaitingLines:
        """Return the lines of a started post, or otherwise all waiting lines, oldest first."""
        ...

    async def begin_post(self, server: GameServerId, last: int) -> None:
        """Record that the lines up to number ``last`` are being posted, if ``last`` still waits."""
        ...

    async def end_post(self, server: GameServerId, last: int) -> None:
        """Delete the posted lines up to ``last``."""
        ...

    async def stop(self, server: GameServerId, reason: StopReason) -> None:
        """Stop posting until the server is linked again."""
        ...


@dataclass(frozen=True, slots=True)
class ChatPost:
    """A message with lines of chat. ``file`` contains them if they are too long for a message."""

    text: str
    file: str | None = None


class ChatChannels(Protocol):
    """Posts to Discord channels."""

    async def post(self, channel: ChannelId, post: ChatPost, nonce: str) -> StopReason | None:
        """Post, or return why posting is permanently impossible.

        A nonce used in the last minutes is not posted again. Raises ``Unavailable`` if posting may
        succeed later.
        """
        ...


class ListenerLease(Protocol):
    """Lets one process at a time relay channel messages. Each call raises ``Unavailable``."""

    async def renew(self, owner: str, state: ListenerState, now: datetime) -> bool:
        """Acquire or renew the lease for LISTENER_LEASE; return whether ``owner`` now holds it."""
        ...

    async def release(self, owner: str) -> None:
        """Release the lease if this process holds it."""
        ...

    async def state(self, now: datetime) -> ListenerState:
        """Return the state of the process that holds the lease, or ABSENT if none does."""
        ...
