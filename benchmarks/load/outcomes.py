"""Collects the outcomes of all interactions as figures."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.load.expected_refusals import expected_refusal
from benchmarks.load.users import is_denied
from localcord import Conversation
from localcord.clock import Clock

TIMEOUT = 3.0
"""Seconds within which Discord accepts a response."""
SETTLED = 3.5
"""Seconds after which an interaction's outcome is final."""


@dataclass(slots=True)
class Outcome:
    """Counts of interactions, and seconds.

    ``lost``: no response that Discord accepted. ``doubled``: more than one response was shown.
    ``refused``: expected refusals by the rules of Dominion, by code. ``denied``: any other error
    message. ``rejected``: Discord's reasons for rejecting a response.
    ``latencies`` are the times from schedule to response, ``late`` those from schedule to
    the request of the generator.
    """

    sent: int = 0
    lost: int = 0
    doubled: int = 0
    denied: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    def count(self, scheduled_at: float, conversation: Conversation, clock: Clock) -> None:
        """Count one settled interaction; ``came`` is its scheduled time, in real seconds."""
        self.sent += 1
        self.late.append(clock.as_real(conversation.dispatched_at) - scheduled_at)
        if conversation.answer is None:
            self.lost += 1
        else:
            self.latencies.append(clock.as_real(conversation.answered_at) - scheduled_at)
            refusal = _refusal(conversation)
            if refusal is not None:
                self.refused[refusal] += 1
            elif is_denied(conversation):
                self.denied += 1
        self.doubled += bool(conversation.follow_ups)
        self.rejected.update(_shortly(reason) for reason in conversation.refusals)


OutcomeOf = Callable[[float], Outcome]
"""Returns the outcomes in which an arrival counts, by real seconds of Discord's clock."""


class InFlight:
    """The interactions that have not settled yet, oldest first. Times are in real seconds."""

    def __init__(self, clock: Clock, outcome_of: OutcomeOf) -> None:
        self._clock = clock
        self._outcome_of = outcome_of
        self._waiting: deque[tuple[float, Conversation]] = deque()

    def add(self, scheduled_at: float, conversation: Conversation) -> None:
        """Record an interaction by its scheduled time."""
        self._waiting.append((scheduled_at, conversation))

    def is_answered_since(self, moment: float) -> bool:
        """Return whether any interaction sent after ``moment`` has a response."""
        return any(
            waiting.answer is not None and self._clock.as_real(waiting.dispatched_at) >= moment
            for _, waiting in self._waiting
        )

    def sweep(self) -> None:
        """Count all that have settled."""
        while self._waiting and self._clock.waited(self._waiting[0][1].dispatched_at) > SETTLED:
            scheduled_at, conversation = self._waiting.popleft()
            self._outcome_of(scheduled_at).count(scheduled_at, conversation, self._clock)

    def __len__(self) -> int:
        return len(self._waiting)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the quantile ``share`` of the values; infinite without values."""
    if not values:
        return float("inf")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _refusal(conversation: Conversation) -> str | None:
    """Return the code of an expected refusal, if the response is one."""
    if not is_denied(conversation) or conversation.original is None:
        return None
    return expected_refusal(conversation.original.text)


def _shortly(reason: str) -> str:
    """Return Discord's reason without its variable parts."""
    where, _, why = reason.partition(": ")
    return f"{where.rpartition('/')[2]}: {why.partition(' (')[0]}"[:80]
