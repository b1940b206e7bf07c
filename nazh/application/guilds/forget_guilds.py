"""Deletes the data of guilds after the bot has left them and their retention period is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nazh.application.guilds.ports import GuildMembership, GuildRecords, PersonalData
from nazh.domain.guilds.guild_settings import retention_days_after_leaving


@dataclass(frozen=True, slots=True)
class ForgetGuilds:
    """Deletes departed guilds. ``days`` is the operator's retention period.

    Call it after requesting the bot's guilds from Discord and recording all of them, because the
    bot may have returned to a guild since its departure was recorded.
    """

    membership: GuildMembership
    contexts: Sequence[PersonalData]
    records: GuildRecords
    days: int

    async def __call__(self, asked_at: datetime) -> None:
        """Delete guilds whose period was over when Discord was asked.

        May be called twice. Raises ``Unavailable``; data already deleted stays deleted.
        """
        chosen = await self.membership.days()
        for guild, left_at in (await self.membership.left()).items():
            retention = retention_days_after_leaving(chosen.get(guild), self.days)
            if asked_at < left_at + timedelta(days=retention):
                continue
            # Earlier guilds may have taken minutes, and another process may have asked since.
            if (await self.membership.left()).get(guild) != left_at:
                continue
            pruned = [await context.prune_guild(guild, asked_at) for context in self.contexts]
            if all(pruned):
                for context in self.contexts:
                    await context.forget_guild(guild)
                # This comes last, because an interrupted deletion is repeated while the departure
                # is recorded.
                await self.records.forget(guild)
