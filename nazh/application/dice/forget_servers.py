"""ForgetServers: what departed servers left goes when they have been left for long enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from nazh.application.dice.ports import ServerRecords, ServerRegister
from nazh.application.dice.prune_servers import forget_rolls
from nazh.application.shared.ports import Announcer
from nazh.domain.dice.server_settings import days_after_leaving


@dataclass(frozen=True, slots=True)
class ForgetServers:
    """Forget departed servers. ``days`` is for how long the operator keeps rolls.

    For the one who has just asked where the bot is, and has noted all of it: a departure that was
    noted before may be one from which the bot is back.
    """

    register: ServerRegister
    records: ServerRecords
    announcer: Announcer
    days: int

    async def __call__(self, asked_at: datetime) -> None:
        """Forget who had been left for long enough when it was asked where the bot is.

        May be called twice. Raises ``Unavailable``, with what was done done.
        """
        chosen = await self.register.days()
        for server, left_at in (await self.register.left()).items():
            kept = days_after_leaving(chosen.get(server), self.days)
            if asked_at < left_at + timedelta(days=kept):
                continue
            # Those before may have taken minutes, and another process has asked since.
            if (await self.register.left()).get(server) != left_at:
                continue
            if await forget_rolls(server, asked_at, self.records, self.announcer):
                await self.records.forget(server)
