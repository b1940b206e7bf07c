"""Detects double taps within this process."""

from __future__ import annotations

from typing import Final

from nazh.application.shared.debounce import DEBOUNCE_WINDOW, SNOWFLAKE_TIME_BITS

MAX_ENTRIES: Final = 1_024


class MemoryDebouncer:
    """Remembers recent presses, and forgets the oldest first."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int, str], int] = {}

    async def is_duplicate(
        self, message: int, user: int, interaction: int, button: str = ""
    ) -> bool:
        """Return whether the same user pressed on ``message`` shortly before ``interaction``."""
        key = message, user, button
        last = self._last.get(key)
        if last is not None and last != interaction:
            apart = (interaction >> SNOWFLAKE_TIME_BITS) - (last >> SNOWFLAKE_TIME_BITS)
            if abs(apart) <= DEBOUNCE_WINDOW:
                return True
        self._last.pop(key, None)
        self._last[key] = interaction
        if len(self._last) > MAX_ENTRIES:
            del self._last[next(iter(self._last))]
        return False
