"""The guild count: in how many servers the bot is, as Discord tells."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import hikari

EVERY: Final = 300.0
"""Seconds from one question to the next. The gateway would tell only with a further intent."""
_LOG: Final = logging.getLogger(__name__)


class GuildCount:
    """Asks Discord now and then."""

    def __init__(self, bot: hikari.RESTAware, every: float = EVERY) -> None:
        self._bot = bot
        self._every = every
        self.guilds: int | None = None

    async def keep_asking(self) -> None:
        """Ask for ever. What was told last stays while Discord does not answer."""
        while True:
            try:
                application = await self._bot.rest.fetch_application()
                self.guilds = application.approximate_guild_count
            except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
                _LOG.info("Discord does not tell in how many servers the bot is: %s", error)
            except Exception:  # noqa: BLE001  # a count is nothing to end for, or to stop asking
                _LOG.exception("in how many servers the bot is could not be read")
            await asyncio.sleep(self._every)
