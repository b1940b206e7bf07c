"""Reorders replayed interactions after a resume, so that those in time are handled first.

Discord replays all missed events at once, the oldest first. After some seconds the oldest can no
longer be answered; handled in order, they would delay those that can, and all new ones.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from statistics import median_low
from typing import Final, Protocol

import hikari
from hikari.internal.data_binding import JSONObject

from nazh.adapters.inbound.discord.gateway.dispatch_errors import is_our_bug, report_bug
from nazh.adapters.inbound.discord.gateway.frame_reader import INTERACTION
from nazh.adapters.inbound.discord.interactions.clock_skew import created_at
from nazh.adapters.inbound.discord.interactions.pipeline import IS_REPLAYED
from nazh.adapters.inbound.discord.interactions.sending.responder import RESPONSE_DEADLINE

REPLAY_END_EVENTS: Final = ("RESUMED", "READY")
"""The events that end a replay."""
LAST: Final = 5
"""Interactions at the end of a replay whose median age counts as that of the newest."""
LATE_INTERVAL: Final = 0.05
"""Seconds between two interactions that are too late, so that they delay no others."""


class EventConsumer(Protocol):
    """Receives a shard's events."""

    def consume_raw_event(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        """Pass a Discord event to its listeners."""
        ...

    def dispatch(
        self, event: hikari.Event, *, return_tasks: bool = False
    ) -> asyncio.Future[object] | None:
        """Pass an event of the shard's own to its listeners."""
        ...


class Admission(Protocol):
    """Admits interactions one after the other."""

    def is_late(self, id: int) -> bool:
        """Return whether an interaction with this id that arrives now is probably too late."""
        ...

    def enqueue(self, id: int, admit: Callable[[], object], shed: Callable[[], object]) -> None:
        """Call ``admit`` for the interaction with this id, now or soon; ``shed`` if it is late."""
        ...


class ReplayBuffer:
    """Buffers the events of one shard before their consumer; satisfies ``EventConsumer``.

    Interactions pass through ``admission``, except replayed ones that are already late. Replayed
    ones, and the tasks that they start, can read ``IS_REPLAYED``.
    """

    def __init__(self, events: EventConsumer, admission: Admission) -> None:
        self._events = events
        self._admission = admission
        self._held: list[tuple[hikari.api.GatewayShard, JSONObject]] | None = None
        self._late: deque[tuple[hikari.api.GatewayShard, JSONObject]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def hold(self) -> None:
        """Hold interactions until Discord has replayed all of them."""
        self.release()
        self._held = []

    def release(self) -> None:
        """Release held interactions. May be called at any time."""
        held, self._held = self._held or [], None
        if not held:
            return
        # This compares Discord's own timestamps, because the local clock may be wrong. A few of
        # them may be wrong as well, so the median of the last ones is taken for the newest.
        newest = median_low(created_at(_interaction_id(payload)) for _, payload in held[-LAST:])
        for shard, payload in held:
            id = _interaction_id(payload)
            if newest - created_at(id) < RESPONSE_DEADLINE and not self._admission.is_late(id):
                admit = partial(self._consume_replay, shard, payload)
                self._admission.enqueue(id, admit, partial(self._postpone, shard, payload))
            else:
                self._late.append((shard, payload))
        if self._timer is None:
            self._schedule_late()

    def close(self) -> None:
        """Release held interactions, without those that are too late."""
        self.release()
        self._late.clear()

    def _admit(self, shard: hikari.api.GatewayShard, payload: JSONObject) -> None:
        admit = partial(self._events.consume_raw_event, INTERACTION, shard, payload)
        self._admission.enqueue(_interaction_id(payload), admit, _ignore)

    def _postpone(self, shard: hikari.api.GatewayShard, payload: JSONObject) -> None:
        """Handle a shed replayed interaction late, because it may already have been answered."""
        self._late.append((shard, payload))
        if self._timer is None:
            self._schedule_late()

    def _consume_replay(self, shard: hikari.api.GatewayShard, payload: JSONObject) -> None:
        token = IS_REPLAYED.set(True)
        try:
            self._events.consume_raw_event(INTERACTION, shard, payload)
        finally:
            IS_REPLAYED.reset(token)

    def _schedule_late(self) -> None:
        call_later = asyncio.get_running_loop().call_later
        self._timer = call_later(LATE_INTERVAL, self._dispatch_late) if self._late else None

    def _dispatch_late(self) -> None:
        if self._late:
            self._consume_replay(*self._late.popleft())
        self._schedule_late()

    def consume_raw_event(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        """Pass an event on, possibly later. Raises ``LookupError`` for an unknown event.

        An event whose dispatch fails because of a bug of our own is skipped, and the bug reported.
        """
        try:
            self._consume(event_name, shard, payload)
        except Exception as error:
            if not is_our_bug(error):
                raise
            report_bug(error)

    def _consume(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        if event_name == INTERACTION:
            if self._held is None:
                self._admit(shard, payload)
            else:
                self._held.append((shard, payload))
            return
        if event_name in REPLAY_END_EVENTS and self._held is not None:
            self.release()
        self._events.consume_raw_event(event_name, shard, payload)

    def dispatch(
        self, event: hikari.Event, *, return_tasks: bool = False
    ) -> asyncio.Future[object] | None:
        """Pass an event of the shard's own to its listeners."""
        return self._events.dispatch(event, return_tasks=return_tasks)


def _interaction_id(interaction: JSONObject) -> int:
    return int(str(interaction["id"]))


def _ignore() -> None:
    """Do nothing, as Discord expects no reply to a dispatched event."""
