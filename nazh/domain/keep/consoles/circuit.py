"""Decides when to retry a game server that failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FAILURES: Final = 3
"""Consecutive failures that open the circuit."""
FIRST_PAUSE: Final = 15.0
LONGEST_PAUSE: Final = 300.0
REJECTED_PAUSE: Final = 600.0
"""Seconds after a rejected password; a server may ban an address that tries too often."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """A circuit breaker for connections to a server. Instants are seconds of a monotonic clock.

    One attempt is allowed after the pause; if it fails too, the next pause is twice as long.
    """

    failures: int = 0
    open_until: float = 0.0

    def failed(self, now: float) -> Circuit:
        """Return the circuit after another failure."""
        failures = self.failures + 1
        if failures < FAILURES:
            return Circuit(failures)
        doublings = min(failures - FAILURES, 10)
        return Circuit(failures, now + min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE))

    def rejected(self, now: float) -> Circuit:
        """Return the circuit after the password was rejected."""
        return Circuit(self.failures, now + REJECTED_PAUSE)

    def pause(self, now: float) -> float:
        """Return the seconds until the next attempt is allowed; 0 if it is allowed now."""
        return max(0.0, self.open_until - now)
