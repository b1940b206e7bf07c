"""Records the bot's guilds, so that the data of departed guilds is deleted some time later.

Data is deleted only after a sync that did not find the guild: without one, the bot may have
returned. Discord reports departures only with another intent, and never those that happened while
the bot was offline (docs/adr/0022-guild-settings-and-privacy.md).
"""

from __future__ import annotations

import logging
from typing import Final

import hikari

from nazh.application.guilds.forget_guilds import ForgetGuilds
from nazh.application.guilds.ports.guilds import ALL_GUILDS, GuildMembership, Span
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId

BATCH_SIZE: Final = 200
"""Guilds per request, Discord's maximum; no more are in memory at a time."""
_LOG: Final = logging.getLogger(__name__)


class GuildSync:
    """Asks Discord for all guilds, and records which the bot is in and which it has left."""

    def __init__(
        self,
        bot: hikari.RESTAware,
        membership: GuildMembership,
        forget_guilds: ForgetGuilds,
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._membership = membership
        self._forget_servers = forget_guilds
        self._clock = clock

    async def __call__(self) -> None:
        """Ask once, and record the guilds that Discord reports as present or missing.

        After a complete sync, guilds that were left long enough ago are deleted. Raises
        ``Unavailable``.
        """
        started_at = self._clock.now()
        try:
            left, returned = await self._sync_all()
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
            raise Unavailable("Discord") from error
        if left or returned:
            _LOG.info("servers left: %d, come back to: %d", left, returned)
        await self._forget_servers(started_at)

    async def _sync_all(self) -> tuple[int, int]:
        left = returned = 0
        above, present = ALL_GUILDS.above, list[GuildId]()
        # Discord lists them by their ids, in ascending order.
        async for guild in self._bot.rest.fetch_my_guilds():
            present.append(GuildId(guild.id))
            if len(present) == BATCH_SIZE:
                left_now, returned_now = await self._note(present, Span(above, present[-1]))
                left, returned = left + left_now, returned + returned_now
                above, present = present[-1], []
        left_now, returned_now = await self._note(present, Span(above))
        return left + left_now, returned + returned_now

    async def _note(self, present: list[GuildId], among: Span) -> tuple[int, int]:
        return await self._membership.note(present, self._clock.now(), among)
