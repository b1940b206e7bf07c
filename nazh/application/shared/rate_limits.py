"""Rate limits, and the port that applies them to users and guilds."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from nazh.domain.kernel.identity import GuildId, UserId

Waits = tuple[float | None, float | None]
"""Seconds that the user and the guild have to wait; ``None`` for no wait."""
NO_WAIT: Final[Waits] = None, None


class RateLimit(NamedTuple):
    """At most ``requests`` in a fixed window of ``seconds``, which begins with the first one.

    Fixed windows are the cheapest, and the only ones that can say exactly when to try again. Around
    the end of a window, twice the limit may pass at once, which does no harm here.
    """

    requests: int
    seconds: int


class RateLimiter(Protocol):
    """Rate-limits interactions per user and guild. Never raises.

    If its backend is down, nobody is limited. An interaction that comes again within the window,
    such as one that a proxy sends to another process, takes no second token and is not refused. A
    refused call does not lengthen the wait.
    """

    async def acquire(self, interaction: int, user: UserId, guild: GuildId | None) -> Waits:
        """Take a token of the user, then one of the guild; return how long each has to wait.

        ``interaction`` is its id. A user who has to wait takes no token of the guild.
        """
        ...
