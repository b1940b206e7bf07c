"""Asks Discord who is in a server, without an intent and without a cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import DiscordUnavailable
from nazh.adapters.inbound.discord.requests import within
from nazh.domain.kernel.identity import GuildId, UserId

TIMEOUT: Final = 1.5
"""Seconds. A command that waits for this must be answered within three."""
_UNKNOWN_GUILD: Final = 10004


class DiscordMembers:
    """Satisfies ``Members``.

    ``bot`` returns the client, which cannot be built before the commands that use this are known.
    """

    def __init__(self, bot: Callable[[], hikari.RESTAware], timeout: float = TIMEOUT) -> None:
        self._bot = bot
        self._timeout = timeout

    async def has(self, guild: GuildId, user: UserId) -> bool:
        """Return whether a user is in a server."""
        try:
            await within(self._timeout, self._bot().rest.fetch_member(guild, user))
        except hikari.NotFoundError as error:
            if error.code == _UNKNOWN_GUILD:  # nothing is known about its members
                raise DiscordUnavailable from error
            return False
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
            raise DiscordUnavailable from error
        return True
