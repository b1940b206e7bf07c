"""Limits the rate of commands sent to a game server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PER_SECOND: Final = 5
"""Commands per second for one game server, from all users together."""
AT_ONCE: Final = 25
"""The number of commands that may be sent without a pause after five idle seconds."""


@dataclass(frozen=True, slots=True)
class CommandRateLimit:
    """Limits commands to a burst of AT_ONCE and a rate of PER_SECOND.

    Instants are seconds of a monotonic clock. ``due`` is when the last command would have been sent
    if all had been sent evenly.
    """

    due: float = float("-inf")

    def pause(self, now: float) -> float:
        """Return the seconds until the next command may be sent; 0 if it may be sent now."""
        return max(0.0, self.due - now - (AT_ONCE - 1) / PER_SECOND)

    def sent(self, now: float) -> CommandRateLimit:
        """Return the limit after a command was sent."""
        return CommandRateLimit(max(self.due, now) + 1 / PER_SECOND)
