"""ForgetServers: rolls older than their server wants them go, and what departed servers left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dice.ports import ServerRecords, ServerRegister
from nazh.application.shared.ports import Announcer, Clock
from nazh.domain.dice.events import RollsPruned
from nazh.domain.dice.server_settings import FOR_EVER, days_after_leaving, days_kept
from nazh.domain.kernel.identity import ServerId

AT_ONCE: Final = 500
"""Rolls in one transaction, so that nobody who rolls meanwhile waits for long."""
AT_MOST: Final = 50_000
"""Rolls of one server in one go; the others go the next time, so that no server keeps the others
waiting."""


@dataclass(frozen=True, slots=True)
class ForgetServers:
    """Forget what servers do not want any more. ``days`` is for how long the operator keeps rolls.

    May be called at any time.
    """

    register: ServerRegister
    records: ServerRecords
    clock: Clock
    announcer: Announcer
    days: int

    async def __call__(self) -> None:
        """Forget all there is to forget. Raises ``Unavailable``, with what was done done."""
        now = self.clock.now()
        chosen = await self.register.days()
        for server, days in chosen.items():
            kept = days_kept(days, self.days)
            if kept != FOR_EVER:
                await self._forget_rolls(server, now - timedelta(days=kept))
        for server, left_at in (await self.register.left()).items():
            kept = days_after_leaving(chosen.get(server), self.days)
            if left_at + timedelta(days=kept) <= now and await self._forget_rolls(server, now):
                await self.records.forget(server)

    async def _forget_rolls(self, server: ServerId, before: datetime) -> bool:
        """Forget old rolls of a server; whether there are no more of them."""
        for _ in range(AT_MOST // AT_ONCE):
            count = await self.records.forget_rolls(server, before, AT_ONCE)
            if count:
                await self.announcer.announce(RollsPruned(count))
            if count < AT_ONCE:
                return True
        return False
