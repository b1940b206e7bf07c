"""The waiting room: who comes while there is no time, and who of them is let in first.

Everything that is worked on takes turns with everything else. Were all let in who come, and more
came than can be done, each turn would take longer than the last, until nobody is answered in time
and all work is for nothing. So a few are let in with each turn of the loop. Who has waited for long
waits until newer ones, who can be served at once, are through; and who cannot be answered any more
is not worked for (docs/adr/0029-admission-control-and-load-shedding.md).
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from math import inf
from typing import Final, NamedTuple, Protocol, TypeAlias

from nazh.adapters.inbound.discord.interactions.clock_skew import (
    RECEIVED_AT,
    ClockSkew,
    monotonic_now,
)
from nazh.adapters.inbound.discord.interactions.responder import (
    RESPONSE_DEADLINE,
    FailedResponseCounter,
)

MAX_PER_ITERATION: Final = 4
"""How many are let in with one turn of the loop: the same on machines fast and slow."""
MAX_IN_FLIGHT: Final = 400
"""How many may be in work: beyond that they wait for a store, which has too much itself."""
RECHECK_INTERVAL: Final = 0.01
"""Seconds until it is looked again whether somebody has left."""
NEWEST_FIRST_AFTER: Final = 2.0
"""Seconds that the oldest has waited when the newest goes first."""
RECENT: Final = 60.0
"""Seconds for which somebody who was left without an answer is remembered."""
_LOG: Final = logging.getLogger(__name__)
Callback: TypeAlias = Callable[[], object]


class _QueuedInteraction(NamedTuple):
    received_at: float
    deadline: float
    admit: Callback
    shed: Callback


class Backlog(Protocol):
    """Knows who is in work."""

    @property
    def in_flight(self) -> int:
        """How many interactions are in, and not answered yet."""
        ...


class AdmissionQueue:
    """Lets interactions into ``house``; all of a process come through one room.

    ``now`` is for tests.
    """

    def __init__(
        self,
        backlog: Backlog,
        failures: FailedResponseCounter,
        now: Callable[[], float] = monotonic_now,
    ) -> None:
        self._backlog = backlog
        self._failures = failures
        self._now = now
        self._clock_skew = ClockSkew()
        self._queue: deque[_QueuedInteraction] = deque()
        self._context = copy_context()
        self._admitted_now = 0
        self._is_scheduled = False
        self._is_open = False
        self._shed_at = -inf

    @property
    def queued(self) -> int:
        """How many wait."""
        return len(self._queue)

    @property
    def sheds_load(self) -> bool:
        """Whether somebody was too late to be answered within the last minute."""
        return self._now() - self._shed_at < RECENT

    def is_late(self, id: int) -> bool:
        """Whether nobody waits any more for who comes now with this id, as far as is known."""
        now = self._now()
        return now - self._clock_skew.sent_at(id, now) >= RESPONSE_DEADLINE

    def enqueue(self, id: int, admit: Callback, shed: Callback) -> None:
        """Do ``go_in`` for the interaction with this id, now or soon; ``go_away`` if it is late.

        What is done in ``go_in``, and the tasks that it starts, can ask ``CAME_AT``.
        """
        received_at = self._now()
        deadline = self._clock_skew.sent_at(id, received_at) + RESPONSE_DEADLINE
        self._queue.append(_QueuedInteraction(received_at, deadline, admit, shed))
        if self._has_capacity:
            self._admit_next(received_at)
        else:
            self._schedule_recheck()

    def open(self) -> None:
        """Let everybody in who waits, and from now on whoever comes: the end is near."""
        self._is_open = True
        while self._queue:
            self._admit_next(self._now())

    @property
    def _has_capacity(self) -> bool:
        is_quiet = (
            self._admitted_now < MAX_PER_ITERATION and self._backlog.in_flight < MAX_IN_FLIGHT
        )
        return is_quiet or self._is_open

    def _admit_next(self, now: float) -> None:
        """Let in the first who can still be answered, if there is one."""
        while self._queue:
            oldest = self._queue[0]
            is_newest_first = (
                now - oldest.received_at > NEWEST_FIRST_AFTER and oldest.deadline > now
            )
            interaction = self._queue.pop() if is_newest_first else self._queue.popleft()
            if interaction.deadline > now:
                self._admit(interaction)
                return
            self._shed_load(interaction)

    def _admit(self, interaction: _QueuedInteraction) -> None:
        self._admitted_now += 1
        if not self._is_scheduled:
            self._is_scheduled = True
            # Not in the context of who happens to come: whoever is next has nothing to do with him.
            asyncio.get_running_loop().call_soon(self._drain, context=self._context)
        token = RECEIVED_AT.set(interaction.received_at)
        try:
            interaction.admit()
        finally:
            RECEIVED_AT.reset(token)

    def _drain(self) -> None:
        self._is_scheduled, self._admitted_now, now = False, 0, self._now()
        while self._queue and self._has_capacity:
            self._admit_next(now)
        while self._queue and self._queue[0].deadline <= now:
            self._shed_load(self._queue.popleft())
        if self._queue:
            self._schedule_recheck()

    def _schedule_recheck(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            loop = asyncio.get_running_loop()
            loop.call_later(RECHECK_INTERVAL, self._drain, context=self._context)

    def _shed_load(self, interaction: _QueuedInteraction) -> None:
        if not self.sheds_load:
            _LOG.warning(
                "%g s had passed before anybody could begin: what is too late is left undone",
                RESPONSE_DEADLINE,
            )
        self._shed_at = self._now()
        self._failures.count_failed_response("shed")
        interaction.shed()
