"""RedisTaps: the last presses on buttons, as all processes have seen them."""

from __future__ import annotations

from typing import Final, Protocol

from nazh.adapters.outbound.redis.line import Line, OutOfReach

TAP: Final = "tap"
"""What metrics call the question."""
WITHIN: Final = 1_500
"""Milliseconds in which two presses of one player on one message are one press."""
KEPT: Final = 5_000
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


class Taps(Protocol):
    """The presses that this process alone has seen."""

    async def is_second(
        self, message: int, presser: int, interaction: int, button: str = ""
    ) -> bool: ...


class RedisTaps:
    """Asks Redis; while that is out of reach, ``alone``."""

    def __init__(self, line: Line, alone: Taps) -> None:
        self._line = line
        self._alone = alone

    async def is_second(
        self, message: int, presser: int, interaction: int, button: str = ""
    ) -> bool:
        """Whether ``presser`` has pressed on ``message`` a moment before this ``interaction``."""
        key = f"tap:{message}:{presser}:{button}"
        # The id as text: it is too long for Lua's numbers.
        values = (str(interaction), interaction >> _TIME_BITS, WITHIN, KEPT)
        try:
            (is_second,) = await self._line.ask(TAP, _SCRIPT, (key,), values)
        except OutOfReach:
            return await self._alone.is_second(message, presser, interaction, button)
        return bool(is_second)
