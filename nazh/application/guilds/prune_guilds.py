"""Deletes data that is older than its guild's retention period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.guilds.ports import GuildMembership, PersonalData
from nazh.application.shared.ports import Clock
from nazh.domain.guilds.guild_settings import retention_days

PERIOD: Final = timedelta(hours=1)
"""How often old data of guilds is deleted, and how long one run may take."""


@dataclass(frozen=True, slots=True)
class PruneGuilds:
    """Prunes guilds with a retention period. ``days`` is the operator's period.

    May be called at any time.
    """

    membership: GuildMembership
    contexts: Sequence[PersonalData]
    clock: Clock
    days: int

    async def __call__(self) -> None:
        """Delete all old data. Raises ``Unavailable``; data already deleted stays deleted."""
        now = self.clock.now()
        for guild, days in (await self.membership.days()).items():
            retention = timedelta(days=retention_days(days, self.days))
            for context in self.contexts:
                await context.prune_guild(guild, now - retention)
