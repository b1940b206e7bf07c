"""ForgetGuilds: deletes what is kept about guilds that the bot left long enough ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nazh.application.guilds.ports import GuildMembership, GuildRecords, PersonalData
from nazh.domain.guilds.guild_settings import retention_days_after_leaving


@dataclass(frozen=True, slots=True)
class ForgetGuilds:
    """Forgets departed guilds. ``days`` is for how long the operator keeps rolls.

    To be called after asking Discord where the bot is and noting all of it: a departure that was
    noted before may be one from which the bot is back.
    """

    membership: GuildMembership
    contexts: Sequence[PersonalData]
    records: GuildRecords
    days: int

    async def __call__(self, asked_at: datetime) -> None:
        """Forget guilds that had been left for long enough when Discord was asked.

        May be called twice. Raises ``Unavailable``, with what was done done.
        """
        chosen = await self.membership.days()
        for guild, left_at in (await self.membership.left()).items():
            kept = retention_days_after_leaving(chosen.get(guild), self.days)
            if asked_at < left_at + timedelta(days=kept):
                continue
            # Those before may have taken minutes, and another process has asked since.
            if (await self.membership.left()).get(guild) != left_at:
                continue
            pruned = [await context.prune_guild(guild, asked_at) for context in self.contexts]
            if all(pruned):
                for context in self.contexts:
                    await context.forget_guild(guild)
                # Last: while the departure is on record, whatever was interrupted is done again.
                await self.records.forget(guild)
