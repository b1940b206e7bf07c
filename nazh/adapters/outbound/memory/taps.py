"""MemoryTaps: the last presses on buttons, as this process has seen them."""

from __future__ import annotations

from typing import Final

WITHIN: Final = 1_500
"""Milliseconds in which two presses of one player on one message are one press."""
REMEMBERED: Final = 1_024
_TIME_BITS: Final = 22  # Discord's ids begin with milliseconds; this many bits stand behind them


class MemoryTaps:
    """Remembers the last presses, the oldest forgotten first."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int, str], int] = {}

    async def is_second(
        self, message: int, presser: int, interaction: int, button: str = ""
    ) -> bool:
        """Whether ``presser`` has pressed on ``message`` a moment before this ``interaction``."""
        key = message, presser, button
        last = self._last.get(key)
        if last is not None and last != interaction:
            apart = (interaction >> _TIME_BITS) - (last >> _TIME_BITS)
            if abs(apart) <= WITHIN:
                return True
        self._last.pop(key, None)
        self._last[key] = interaction
        if len(self._last) > REMEMBERED:
            del self._last[next(iter(self._last))]
        return False
