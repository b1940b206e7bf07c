"""PruneGuilds: deletes what is older than its guild keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from nazh.application.guilds.ports import GuildMembership, PersonalData
from nazh.application.shared.ports import Clock
from nazh.domain.guilds.guild_settings import KEEP_FOREVER, retention_days


@dataclass(frozen=True, slots=True)
class PruneGuilds:
    """Prunes guilds that chose a retention. ``days`` is for how long the operator keeps rolls.

    May be called at any time.
    """

    membership: GuildMembership
    contexts: Sequence[PersonalData]
    clock: Clock
    days: int

    async def __call__(self) -> None:
        """Forget all there is to forget. Raises ``Unavailable``, with what was done done."""
        now = self.clock.now()
        for guild, days in (await self.membership.days()).items():
            kept = retention_days(days, self.days)
            if kept != KEEP_FOREVER:
                for context in self.contexts:
                    await context.prune_guild(guild, now - timedelta(days=kept))
