"""MemoryDebouncer: the last presses on buttons, as this process has seen them."""

from __future__ import annotations

from typing import Final

DEBOUNCE_WINDOW: Final = 1_500
"""Milliseconds in which two presses of one player on one message are one press."""
MAX_ENTRIES: Final = 1_024
_TIME_BITS: Final = 22  # Discord's ids begin with milliseconds; this many bits stand behind them


class MemoryDebouncer:
    """Remembers the last presses, the oldest forgotten first."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int, str], int] = {}

    async def is_duplicate(
        self, message: int, user: int, interaction: int, button: str = ""
    ) -> bool:
        """Whether ``presser`` has pressed on ``message`` a moment before this ``interaction``."""
        key = message, user, button
        last = self._last.get(key)
        if last is not None and last != interaction:
            apart = (interaction >> _TIME_BITS) - (last >> _TIME_BITS)
            if abs(apart) <= DEBOUNCE_WINDOW:
                return True
        self._last.pop(key, None)
        self._last[key] = interaction
        if len(self._last) > MAX_ENTRIES:
            del self._last[next(iter(self._last))]
        return False
