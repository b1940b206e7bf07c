"""Counts the guilds that the bot is in."""

from __future__ import annotations

import hikari

from nazh.domain.kernel.errors import Unavailable


class GuildCount:
    """Asks Discord when it is called. The gateway would report it only with another intent."""

    def __init__(self, bot: hikari.RESTAware) -> None:
        self._bot = bot
        self.guilds: int | None = None

    async def __call__(self) -> None:
        """Ask once. If this raises ``Unavailable``, the previous number is kept."""
        try:
            application = await self._bot.rest.fetch_application()
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
            raise Unavailable("Discord") from error
        self.guilds = application.approximate_guild_count
