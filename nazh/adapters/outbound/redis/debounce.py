"""RedisDebouncer: the last presses on buttons, as all processes have seen them."""

from __future__ import annotations

from typing import Final, Protocol

from nazh.adapters.outbound.redis.client import RedisClient, Unreachable

OPERATION: Final = "debounce"
"""What metrics call the question."""
DEBOUNCE_WINDOW: Final = 1_500
"""Milliseconds in which two presses of one player on one message are one press."""
TTL_MILLISECONDS: Final = 5_000
"""Milliseconds; Discord may deliver two presses as much apart as it likes, but hardly does."""
_TIME_BITS: Final = 22  # Discord's ids begin with milliseconds; this many bits stand behind them
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


class Debouncer(Protocol):
    """The presses that this process alone has seen."""

    async def is_duplicate(
        self, message: int, user: int, interaction: int, button: str = ""
    ) -> bool: ...


class RedisDebouncer:
    """Asks Redis; while that is out of reach, ``alone``."""

    def __init__(self, client: RedisClient, fallback: Debouncer) -> None:
        self._client = client
        self._fallback = fallback

    async def is_duplicate(
        self, message: int, user: int, interaction: int, button: str = ""
    ) -> bool:
        """Whether ``presser`` has pressed on ``message`` a moment before this ``interaction``."""
        key = f"tap:{message}:{user}:{button}"
        # The id as text: it is too long for Lua's numbers.
        values = (str(interaction), interaction >> _TIME_BITS, DEBOUNCE_WINDOW, TTL_MILLISECONDS)
        try:
            (is_duplicate,) = await self._client.run_script(OPERATION, _SCRIPT, (key,), values)
        except Unreachable:
            return await self._fallback.is_duplicate(message, user, interaction, button)
        return bool(is_duplicate)
