"""Deletes what is older than the operator's retention period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from nazh.application.shared.ports import Clock
from nazh.domain.guilds.guild_settings import KEEP_FOREVER

PERIOD: Final = timedelta(hours=1)
"""How often old records are deleted, and how long one run may take."""


class OldRecords(Protocol):
    """The commands in the console log, and the play sessions, of all guilds."""

    async def prune_all(self, before: datetime) -> None:
        """Delete those from before an instant. Raises ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True)
class PruneRecords:
    """Deletes commands and play sessions older than ``days``; 0 keeps everything.

    Guilds may choose a shorter period, which the platform applies.
    """

    records: OldRecords
    clock: Clock
    days: int

    async def __call__(self) -> None:
        """Delete them. Raises ``Unavailable``; batches already deleted stay deleted."""
        if self.days != KEEP_FOREVER:
            await self.records.prune_all(self.clock.now() - timedelta(days=self.days))
