"""Deletes the data of guilds that the bot left long enough ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nazh.application.guilds.ports import GuildMembership, GuildRecords, PersonalData
from nazh.domain.guilds.guild_settings import retention_days_after_leaving


@dataclass(frozen=True, slots=True)
class ForgetGuilds:
    """Deletes departed guilds. ``days`` is the operator's retention period.

    Call it after asking Discord for the bot's guilds and recording all of them: the bot may have
    returned to a guild since its departure was recorded.
    """

    membership: GuildMembership
    contexts: Sequence[PersonalData]
    records: GuildRecords
    days: int

    async def __call__(self, asked_at: datetime) -> None:
        """Delete guilds that had been left for long enough when Discord was asked.

        May be called twice. Raises ``Unavailable``; what was deleted before stays deleted.
        """
        chosen = await self.membership.days()
        for guild, left_at in (await self.membership.left()).items():
            kept = retention_days_after_leaving(chosen.get(guild), self.days)
            if asked_at < left_at + timedelta(days=kept):
                continue
            # Earlier guilds may have taken minutes, and another process has asked since.
            if (await self.membership.left()).get(guild) != left_at:
                continue
            pruned = [await context.prune_guild(guild, asked_at) for context in self.contexts]
            if all(pruned):
                for context in self.contexts:
                    await context.forget_guild(guild)
                # This comes last: while the departure is recorded, an interrupted deletion is
                # repeated.
                await self.records.forget(guild)
