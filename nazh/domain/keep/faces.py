"""Decides whether and when to restart a face that has exited.

A face is a process of the bot with its own token.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

MISCONFIGURED_STATUS: Final = 78
"""The exit status of an invalid configuration, which includes a rejected token."""
STOPPED_STATUSES: Final = frozenset({0, 130, 143, -2, -15})
"""The exit statuses after SIGINT and SIGTERM; a negative one is the signal that ended it."""
MAX_DOUBLINGS: Final = 16


class FaceState(Enum):
    """The state of a face. Only RUNNING and WAITING (for a restart) change automatically."""

    RUNNING = "running"
    WAITING = "waiting"
    STOPPED = "stopped"
    MISCONFIGURED = "misconfigured"
    QUARANTINED = "quarantined"

    @property
    def needs_operator(self) -> bool:
        """Whether the face stays down until an operator intervenes."""
        return self in (FaceState.MISCONFIGURED, FaceState.QUARANTINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartPolicy:
    """When crashed faces are restarted. All durations are in seconds.

    The delay doubles with each crash, until a face has run for ``stable_after``. After
    ``most_restarts`` within ``window``, the next crash quarantines the face. Jitter adds up to
    ``jitter`` times the delay.
    """

    first_delay: float = 1.0
    longest_delay: float = 60.0
    stable_after: float = 300.0
    most_restarts: int = 10
    window: float = 600.0
    jitter: float = 0.25


DEFAULT_POLICY: Final = RestartPolicy()


@dataclass(frozen=True, slots=True)
class RestartHistory:
    """The consecutive crashes, and the instants of recent restarts in seconds, oldest first."""

    crashes: int = 0
    restarts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """A face exited with ``status`` at the instant ``at``, after ``uptime`` seconds."""

    status: int
    uptime: float
    at: float


@dataclass(frozen=True, slots=True)
class Restart:
    """The face is restarted after ``delay`` seconds."""

    delay: float
    history: RestartHistory


@dataclass(frozen=True, slots=True)
class NoRestart:
    """The face stays in ``state``."""

    state: FaceState


def decide(
    ended: Ended, history: RestartHistory, policy: RestartPolicy, chance: float
) -> Restart | NoRestart:
    """Return whether to restart an exited face. ``chance`` is from 0 to 1, for the jitter."""
    if ended.status in STOPPED_STATUSES:
        return NoRestart(FaceState.STOPPED)
    if ended.status == MISCONFIGURED_STATUS:
        return NoRestart(FaceState.MISCONFIGURED)
    recent = tuple(at for at in history.restarts if at > ended.at - policy.window)
    if len(recent) >= policy.most_restarts:
        return NoRestart(FaceState.QUARANTINED)
    crashes = 0 if ended.uptime >= policy.stable_after else history.crashes
    delay = min(policy.first_delay * 2 ** min(crashes, MAX_DOUBLINGS), policy.longest_delay)
    return Restart(
        delay * (1 + policy.jitter * chance), RestartHistory(crashes + 1, (*recent, ended.at))
    )
