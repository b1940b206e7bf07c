"""Detects double taps across processes."""

from __future__ import annotations

from typing import Final

from nazh.adapters.outbound.redis.client import RedisClient, Unreachable
from nazh.application.shared.debounce import DEBOUNCE_WINDOW, SNOWFLAKE_TIME_BITS, Debouncer

OPERATION: Final = "debounce"
"""The operation's name in metrics."""
TTL_MILLISECONDS: Final = 5_000
"""Milliseconds between Discord's deliveries of two presses; longer gaps are rare."""
_SCRIPT: Final = """
local last = redis.call('GET', KEYS[1])
if last then
  local id, at = string.match(last, '(%d+) (%d+)')
  local apart = math.abs(tonumber(at) - tonumber(ARGV[2]))
  if id ~= ARGV[1] and apart <= tonumber(ARGV[3]) then return {1} end
end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[4])
return {0}
"""


class RedisDebouncer:
    """Asks Redis, or ``fallback`` while Redis is unreachable."""

    def __init__(self, client: RedisClient, fallback: Debouncer) -> None:
        self._client = client
        self._fallback = fallback

    async def is_duplicate(
        self, message: int, user: int, interaction: int, button: str = ""
    ) -> bool:
        """Return whether the same user pressed on ``message`` shortly before ``interaction``."""
        key = f"tap:{message}:{user}:{button}"
        # The id is passed as text, because it is too long for Lua's numbers.
        values = (
            str(interaction),
            interaction >> SNOWFLAKE_TIME_BITS,
            DEBOUNCE_WINDOW,
            TTL_MILLISECONDS,
        )
        try:
            (is_duplicate,) = await self._client.run_script(OPERATION, _SCRIPT, (key,), values)
        except Unreachable:
            return await self._fallback.is_duplicate(message, user, interaction, button)
        return bool(is_duplicate)
