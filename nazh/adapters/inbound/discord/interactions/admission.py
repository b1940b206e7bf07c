"""Admits interactions to the event loop, and sheds those that can no longer be answered.

Everything in progress shares the event loop. If all interactions were admitted under overload, each
would take longer than the last, until none is answered in time. So a few are admitted per loop
iteration; after a backlog the newest go first, because they can still be answered in time; and an
interaction past its deadline, or whose response would wait until then for a connection to Discord,
is dropped before any work is done
(docs/adr/0029-admission-control-and-load-shedding.md).
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
from nazh.adapters.inbound.discord.interactions.sending.responder import (
    RESPONSE_DEADLINE,
    FailedResponseCounter,
)

MAX_PER_ITERATION: Final = 4
"""Interactions admitted per loop iteration, the same on fast and slow machines."""
MAX_IN_FLIGHT: Final = 400
"""Interactions in progress; more would wait for a store that is already overloaded."""
RECHECK_INTERVAL: Final = 0.01
"""Seconds until the number in progress is checked again."""
NEWEST_FIRST_AFTER: Final = 2.0
"""Seconds. If the oldest queued interaction would be answered later, the newest goes first."""
RECENT: Final = 60.0
"""Seconds for which load counts as being shed after an interaction was dropped."""
EXPIRED: Final = "shed"
"""Counts interactions whose deadline passed while they waited, or before they arrived."""
NO_CONNECTION: Final = "no_connection"
"""Counts those for which Discord's slow answers to other responses leave no connection in time."""
_OVERLOAD: Final = {
    EXPIRED: "interactions were dropped within the last minute",
    NO_CONNECTION: "interactions were dropped within the last minute: Discord answers too slowly",
}
_WARNINGS: Final = {
    EXPIRED: f"overloaded: dropping interactions that waited for more than {RESPONSE_DEADLINE:g} s",
    NO_CONNECTION: "overloaded: Discord answers responses too slowly, dropping interactions that"
    " would wait too long for a connection",
}
_LOG: Final = logging.getLogger(__name__)
Callback: TypeAlias = Callable[[], object]


class _QueuedInteraction(NamedTuple):
    received_at: float
    deadline: float
    admit: Callback
    shed: Callback


class Backlog(Protocol):
    """The interactions in progress."""

    @property
    def in_flight(self) -> int:
        """The number of admitted interactions without a response so far."""
        ...


class ResponseConnections(Protocol):
    """The connections over which responses are sent."""

    @property
    def expected_wait(self) -> float:
        """Seconds that one more response would wait for a connection; 0 while one is free."""
        ...

    @property
    def expected_delay(self) -> float:
        """Seconds until Discord would accept one more response; 0 while a connection is free."""
        ...


class AdmissionQueue:
    """Queues interactions until they are admitted; one queue for all shards of a process.

    ``connections`` is ``None`` where responses need none, because they answer the request that
    brought the interaction. ``now`` is for tests.
    """

    def __init__(
        self,
        backlog: Backlog,
        failures: FailedResponseCounter,
        connections: ResponseConnections | None = None,
        now: Callable[[], float] = monotonic_now,
    ) -> None:
        self._backlog = backlog
        self._failures = failures
        self._connections = connections
        self._now = now
        self._clock_skew = ClockSkew()
        self._queue: deque[_QueuedInteraction] = deque()
        self._context = copy_context()
        self._admitted_now = 0
        self._is_scheduled = False
        self._is_open = False
        self._last_shed: dict[str, float] = {}
        """When an interaction was last shed, by reason; the latest reason is the last one."""

    @property
    def queued(self) -> int:
        """The number of queued interactions."""
        return len(self._queue)

    @property
    def overload(self) -> str | None:
        """Why an interaction was last shed, or ``None`` if none was within the last minute."""
        reason = next(reversed(self._last_shed), None)
        return _OVERLOAD[reason] if reason is not None and self._is_shedding(reason) else None

    def is_late(self, id: int) -> bool:
        """Return whether an interaction with this id that arrives now is probably too late."""
        now = self._now()
        return now - self._clock_skew.sent_at(id, now) >= RESPONSE_DEADLINE

    def enqueue(self, id: int, admit: Callback, shed: Callback) -> None:
        """Call ``admit`` for the interaction with this id, now or soon, or ``shed`` if it is late.

        ``admit``, and the tasks that it starts, can read ``RECEIVED_AT``.
        """
        received_at = self._now()
        deadline = self._clock_skew.sent_at(id, received_at) + RESPONSE_DEADLINE
        self._queue.append(_QueuedInteraction(received_at, deadline, admit, shed))
        if self._has_capacity:
            self._admit_next(received_at)
        else:
            self._schedule_recheck()

    def open(self) -> None:
        """Admit all queued and later interactions at once, for the shutdown."""
        self._is_open = True
        while self._queue:
            self._admit_next(self._now())

    @property
    def _has_capacity(self) -> bool:
        is_quiet = (
            self._admitted_now < MAX_PER_ITERATION and self._backlog.in_flight < MAX_IN_FLIGHT
        )
        return is_quiet or self._is_open

    @property
    def _response_wait(self) -> float:
        if self._is_open or self._connections is None:
            return 0.0
        return self._connections.expected_wait

    @property
    def _response_delay(self) -> float:
        return 0.0 if self._connections is None else self._connections.expected_delay

    def _admit_next(self, now: float) -> None:
        """Admit the next interaction that can still be answered, if there is one."""
        wait, delay = self._response_wait, self._response_delay
        while self._queue:
            oldest = self._queue[0]
            is_newest_first = (
                now + delay - oldest.received_at > NEWEST_FIRST_AFTER
                and oldest.deadline > now + wait
            )
            interaction = self._queue.pop() if is_newest_first else self._queue.popleft()
            if interaction.deadline > now + wait:
                self._admit(interaction)
                return
            self._shed_load(interaction, wait)

    def _admit(self, interaction: _QueuedInteraction) -> None:
        self._admitted_now += 1
        if not self._is_scheduled:
            self._is_scheduled = True
            # The queue runs in its own context, not in that of the interaction that starts it.
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
        wait = self._response_wait
        while self._queue and self._queue[0].deadline <= now + wait:
            self._shed_load(self._queue.popleft(), wait)
        if self._queue:
            self._schedule_recheck()

    def _schedule_recheck(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            loop = asyncio.get_running_loop()
            loop.call_later(RECHECK_INTERVAL, self._drain, context=self._context)

    def _shed_load(self, interaction: _QueuedInteraction, wait: float) -> None:
        reason = NO_CONNECTION if wait > 0 else EXPIRED
        if not self._is_shedding(reason):
            _LOG.warning(_WARNINGS[reason])
        self._last_shed.pop(reason, None)
        self._last_shed[reason] = self._now()
        self._failures.count_failed_response(reason)
        interaction.shed()

    def _is_shedding(self, reason: str) -> bool:
        return self._now() - self._last_shed.get(reason, -inf) < RECENT
