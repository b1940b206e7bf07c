"""RedisRateLimiter: players and servers are let through, so many in a while by all processes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

from nazh.adapters.outbound.redis.client import RedisClient, Unreachable
from nazh.domain.kernel.identity import GuildId, UserId

OPERATION: Final = "rate_limit"
"""What metrics call the question."""
_SCRIPT: Final = """
local function take_turn(key, most, milliseconds)
  if most == 0 then return -1 end
  local turns = redis.call('INCR', key)
  local left = turns > 1 and redis.call('PTTL', key) or -1
  if left < 0 or left > milliseconds then
    redis.call('PEXPIRE', key, milliseconds)
    left = milliseconds
  end
  return turns > most and left or -1
end
local player = take_turn(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]))
if player >= 0 or #KEYS < 2 then return {player, -1} end
return {-1, take_turn(KEYS[2], tonumber(ARGV[3]), tonumber(ARGV[4]))}
"""
_LIMIT: Final = re.compile(r"(?P<requests>[0-9]+) per (?P<seconds>[0-9]+) seconds")
Waits = tuple[float | None, float | None]
"""Seconds, of the player and of the server; ``None`` is "go on"."""


class RateLimiter(Protocol):
    """A turnstile of this process alone."""

    async def acquire(self, player: UserId, server: GuildId | None) -> Waits:
        """Take turns; return how long each has to wait. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class _Limit:
    """So many ``turns`` in a window of ``milliseconds``; 0 turns are no limit."""

    requests: int
    milliseconds: int


class RedisRateLimiter:
    """Counts in fixed windows that all processes share, which begin with the first turn.

    A limit is written ``30 per 10 seconds``; ``None`` is no limit. Both turns are taken in one
    question. While Redis is out of reach, ``alone`` counts.
    """

    def __init__(
        self,
        client: RedisClient,
        fallback: RateLimiter,
        per_user: str | None,
        per_guild: str | None,
    ) -> None:
        self._client = client
        self._fallback = fallback
        self._per_user = _parse_limit(per_user)
        self._per_guild = _parse_limit(per_guild)
        self._is_unlimited = per_user is None and per_guild is None

    async def acquire(self, player: UserId, server: GuildId | None) -> Waits:
        """Count a turn of ``player``, then one on ``server``; return how long each has to wait."""
        if self._is_unlimited:
            return None, None
        keys = [f"turns:player:{player}"]
        values = [self._per_user.requests, self._per_user.milliseconds]
        if server is not None:
            keys.append(f"turns:server:{server}")
            values += [self._per_guild.requests, self._per_guild.milliseconds]
        try:
            user_wait, guild_wait = await self._client.run_script(OPERATION, _SCRIPT, keys, values)
        except Unreachable:
            return await self._fallback.acquire(player, server)
        return _seconds(user_wait), _seconds(guild_wait)


def _parse_limit(written: str | None) -> _Limit:
    if written is None:
        return _Limit(0, 0)
    limit = _LIMIT.fullmatch(written)
    if limit is None:
        raise ValueError(f"{written} is no limit")
    return _Limit(int(limit["requests"]), int(limit["seconds"]) * 1000)


def _seconds(milliseconds: int) -> float | None:
    return None if milliseconds < 0 else milliseconds / 1000
