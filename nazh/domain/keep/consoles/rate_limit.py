"""Limits the rate of commands on a game server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PER_SECOND: Final = 5
"""Commands a second for one game server, whoever sends them."""
AT_ONCE: Final = 25
"""Commands that may follow one another without a pause, after five seconds of rest."""


@dataclass(frozen=True, slots=True)
class CommandRateLimit:
    """Lets commands through, at most AT_ONCE and PER_SECOND more in each second.

    Instants are seconds of a monotonic clock. ``due`` is when the last command would have been sent
    if all had been sent evenly.
    """

    due: float = float("-inf")

    def pause(self, now: float) -> float:
        """Return the seconds until the next command may be sent; 0 if it may be sent now."""
        return max(0.0, self.due - now - (AT_ONCE - 1) / PER_SECOND)

    def sent(self, now: float) -> CommandRateLimit:
        """Return the limit after a command is sent."""
        return CommandRateLimit(max(self.due, now) + 1 / PER_SECOND)
