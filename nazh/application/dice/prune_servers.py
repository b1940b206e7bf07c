"""PruneServers: rolls that are older than their server keeps them are forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dice.ports import ServerRecords, ServerRegister
from nazh.application.shared.ports import Announcer, Clock
from nazh.domain.dice.events import RollsPruned
from nazh.domain.dice.server_settings import FOR_EVER, days_kept
from nazh.domain.kernel.identity import ServerId

AT_ONCE: Final = 500
"""Rolls in one transaction, so that nobody who rolls meanwhile waits for long."""
AT_MOST: Final = 50_000
"""Rolls of one server in one go; the others go the next time, so that no server keeps the others
waiting."""


@dataclass(frozen=True, slots=True)
class PruneServers:
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
        for server, days in (await self.register.days()).items():
            kept = days_kept(days, self.days)
            if kept != FOR_EVER:
                before = now - timedelta(days=kept)
                await forget_rolls(server, before, self.records, self.announcer)


async def forget_rolls(
    server: ServerId, before: datetime, records: ServerRecords, announcer: Announcer
) -> bool:
    """Forget rolls of a server that fell before an instant; whether there are no more of them."""
    for _ in range(AT_MOST // AT_ONCE):
        count = await records.forget_rolls(server, before, AT_ONCE)
        if count:
            await announcer.announce(RollsPruned(count))
        if count < AT_ONCE:
            return True
    return False
