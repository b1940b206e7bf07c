"""Defines rate limits, and the port that applies them to users and guilds."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from nazh.domain.kernel.identity import GuildId, UserId

Waits = tuple[float | None, float | None]
"""Seconds that the user and the guild have to wait; ``None`` for no wait."""
NO_WAIT: Final[Waits] = None, None


class RateLimit(NamedTuple):
    """At most ``requests`` in a fixed window of ``seconds``, which begins with the first one.

    Fixed windows are the cheapest, and the only ones that tell exactly when to retry. Around the
    end of a window, twice the limit may pass together, which is harmless here.
    """

    requests: int
    seconds: int


class RateLimiter(Protocol):
    """Rate-limits interactions per user and guild. Never raises.

    If its backend is down, nobody is limited. An interaction repeated within the window, for
    example by a proxy to another process, takes no second token and is not refused. A refused call
    does not lengthen the wait.
    """

    async def acquire(self, interaction: int, user: UserId, guild: GuildId | None) -> Waits:
        """Take a token of the user, then one of the guild; return how long each has to wait.

        ``interaction`` is its id. A user who has to wait takes no token of the guild.
        """
        ...
