"""Limits how many sessions a bot may start, and how quickly."""

from dataclasses import dataclass

from localcord.clock import Clock
from localcord.settings import Settings

WINDOW = 5.0
"""Seconds in which each of ``max_concurrency`` groups of shards may start one session."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """The ``session_start_limit`` of ``/gateway/bot``; ``reset_after`` is in seconds."""

    total: int
    remaining: int
    reset_after: float


class SessionStartLimit:
    """Counts IDENTIFYs, including those that are too early."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock, self._settings = clock, settings
        self._used = 0
        self._resets_at = 0.0
        self._last: dict[int, float] = {}
        # Refused IDENTIFYs: too soon after another one of their group, or beyond the limit.
        self.burned = 0

    def allowance(self) -> Allowance:
        """Return the remaining session starts."""
        self._renew()
        left = max(0, self._settings.session_starts - self._used)
        reset_after = max(0.0, self._resets_at - self._clock.now()) if self._used else 0.0
        return Allowance(self._settings.session_starts, left, reset_after)

    def take(self, shard: int) -> bool:
        """Count a session start; return whether it is granted."""
        now, group = self._clock.now(), shard % self._settings.max_concurrency
        self._renew()
        if not self._used:
            self._resets_at = now + self._settings.session_starts_reset
        self._used += 1
        is_early = now - self._last.get(group, -WINDOW) < WINDOW
        is_granted = not is_early and self._used <= self._settings.session_starts
        if self._settings.session_start_limits and not is_granted:
            self.burned += 1
            return False
        self._last[group] = now
        return True

    def _renew(self) -> None:
        if self._used and self._clock.now() >= self._resets_at:
            self._used = 0
