"""Stores long replies encrypted, so that they can be read page by page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.keep.consoles.ports import ReplyStore, SealedReply
from nazh.application.shared.ports import Clock
from nazh.application.shared.sealing import SealedValueError, Sealer
from nazh.domain.keep.access import Caller
from nazh.domain.keep.consoles.replies import KEPT_FOR
from nazh.domain.keep.errors import ReplyGone
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.identity import GuildId, UserId

DELETED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A command, and the readable text of its reply, which took ``seconds``."""

    server: GameServerId
    command: str
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class KeptReplies:
    """Stores long replies for some minutes."""

    store: ReplyStore
    sealer: Sealer
    clock: Clock

    async def keep(self, caller: Caller, number: int, reply: KeptReply) -> None:
        """Store the reply to the command with this number in the log. Raises ``Unavailable``."""
        content = json.dumps(
            (reply.command, reply.text, reply.seconds), ensure_ascii=False
        ).encode()
        sealed = self.sealer.seal(content, *_place(number, caller.guild, caller.user))
        expires_at = self.clock.now() + KEPT_FOR
        await self.store.keep(
            SealedReply(number, caller.guild, caller.user, reply.server, sealed, expires_at)
        )

    async def read(self, caller: Caller, number: int) -> KeptReply:
        """Return the reply to a command of the caller. Raises ReplyGone."""
        reply = await self.store.find(number, caller.guild, caller.user)
        if reply is None or reply.expires_at <= self.clock.now():
            raise ReplyGone
        try:
            content = self.sealer.open(reply.sealed, *_place(number, reply.guild, reply.user))
        except SealedValueError as error:
            raise ReplyGone from error
        command, text, seconds = json.loads(content)
        return KeptReply(reply.server, command, text, seconds)


@dataclass(frozen=True, slots=True)
class DeleteExpiredReplies:
    """Deletes expired replies."""

    store: ReplyStore
    clock: Clock

    async def __call__(self) -> None:
        """Delete them in short transactions."""
        while not await self.store.delete_expired(self.clock.now()):
            pass


def _place(number: int, guild: GuildId, user: UserId) -> tuple[str, ...]:
    """Return the storage place for which a reply is sealed."""
    return ("keep_replies", str(number), str(guild), str(user))
