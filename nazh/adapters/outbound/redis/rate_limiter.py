"""Rate-limits users and guilds with windows that all processes share in Redis."""

from __future__ import annotations

from typing import Final

from nazh.adapters.outbound.redis.client import RedisClient, Unreachable
from nazh.application.shared.rate_limits import NO_WAIT, RateLimit, RateLimiter, Waits
from nazh.domain.kernel.identity import GuildId, UserId

OPERATION: Final = "rate_limit"
"""The operation's name in metrics."""
_SCRIPT: Final = """
local function admit(key, most, milliseconds)
  if most == 0 or redis.call('SADD', key, ARGV[1]) == 0 then return -1 end
  local admitted = redis.call('SCARD', key)
  local left = admitted > 1 and redis.call('PTTL', key) or -1
  if left < 0 or left > milliseconds then
    redis.call('PEXPIRE', key, milliseconds)
    left = milliseconds
  end
  if admitted <= most then return -1 end
  redis.call('SREM', key, ARGV[1])
  return left
end
local user = admit(KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3]))
if user >= 0 or #KEYS < 2 then return {user, -1} end
return {-1, admit(KEYS[2], tonumber(ARGV[4]), tonumber(ARGV[5]))}
"""
"""A window is the set of the interactions that were admitted in it: 8 bytes each, as integers."""


class RedisRateLimiter:
    """Satisfies ``RateLimiter``; ``None`` means no limit.

    Both tokens are taken in one request. While Redis is unreachable, ``fallback`` decides.
    """

    def __init__(
        self,
        client: RedisClient,
        fallback: RateLimiter,
        per_user: RateLimit | None,
        per_guild: RateLimit | None,
    ) -> None:
        self._client = client
        self._fallback = fallback
        self._per_user = _arguments(per_user)
        self._per_guild = _arguments(per_guild)
        self._is_unlimited = per_user is None and per_guild is None

    async def acquire(self, interaction: int, user: UserId, guild: GuildId | None) -> Waits:
        """Take a token of the user, then one of the guild; return how long each has to wait."""
        if self._is_unlimited:
            return NO_WAIT
        keys = [f"admitted:user:{user}"]
        values = [interaction, *self._per_user]
        if guild is not None:
            keys.append(f"admitted:guild:{guild}")
            values += self._per_guild
        try:
            user_wait, guild_wait = await self._client.run_script(OPERATION, _SCRIPT, keys, values)
        except Unreachable:
            return await self._fallback.acquire(interaction, user, guild)
        return _seconds(user_wait), _seconds(guild_wait)


def _arguments(limit: RateLimit | None) -> tuple[int, int]:
    """Return the script's arguments for a limit, in milliseconds; 0 requests mean no limit."""
    return (0, 0) if limit is None else (limit.requests, limit.seconds * 1000)


def _seconds(milliseconds: int) -> float | None:
    return None if milliseconds < 0 else milliseconds / 1000
