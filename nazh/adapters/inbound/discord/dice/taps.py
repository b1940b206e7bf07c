"""Taps: whether a press is the second tap of a double tap (docs/adr/0010-roll-again.md)."""

from __future__ import annotations

from typing import Final

WITHIN: Final = 1_500
"""Milliseconds in which two presses of one player on one message are one press."""
REMEMBERED: Final = 1_024
_TIME_BITS: Final = 22  # Discord's ids begin with milliseconds; this many bits stand behind them


class Taps:
    """Remembers the last presses, the oldest forgotten first."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int], int] = {}

    def is_second(self, message: int, presser: int, interaction: int) -> bool:
        """Whether ``presser`` has pressed on ``message`` a moment before this ``interaction``.

        The same interaction asked twice is no second tap.
        """
        key = message, presser
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
