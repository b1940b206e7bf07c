"""Replays: when a session goes on, those who can still be answered come before those who cannot.

Discord tells of everything that was missed in one breath, the oldest first. After some seconds the
oldest wait for nothing any more; worked through first, they would let the others come too late, and
all at once behind them those who ask now.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

import hikari
from hikari.internal.data_binding import JSONObject

from nazh.adapters.inbound.discord.interactions.clock_skew import created_at
from nazh.adapters.inbound.discord.interactions.responder import RESPONSE_DEADLINE

INTERACTION: Final = "INTERACTION_CREATE"
REPLAY_END_EVENTS: Final = ("RESUMED", "READY")
"""What Discord says when it has told everything."""
LATE_INTERVAL: Final = 0.05
"""Seconds between two of those that cannot be answered any more, so that nobody waits for them."""


class EventConsumer(Protocol):
    """What a shard tells its events."""

    def consume_raw_event(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        """Let listeners hear of it."""
        ...

    def dispatch(
        self, event: hikari.Event, *, return_tasks: bool = False
    ) -> asyncio.Future[object] | None:
        """Let listeners hear of what the shard made up itself."""
        ...


class Admission(Protocol):
    """Lets interactions in, in turns."""

    def is_late(self, id: int) -> bool:
        """Whether nobody waits any more for who comes now with this id, as far as is known."""
        ...

    def enqueue(self, id: int, admit: Callable[[], object], shed: Callable[[], object]) -> None:
        """Do ``go_in`` for the interaction with this id, now or soon; ``go_away`` if it is late."""
        ...


class ReplayBuffer:
    """Stands between one shard and who hears its events; satisfies ``Events``.

    Interactions go through ``entry``, but for those that were missed and are late already.
    """

    def __init__(self, events: EventConsumer, admission: Admission) -> None:
        self._events = events
        self._admission = admission
        self._held: list[tuple[hikari.api.GatewayShard, JSONObject]] | None = None
        self._late: deque[tuple[hikari.api.GatewayShard, JSONObject]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def hold(self) -> None:
        """Hold back interactions until Discord says that it has told them all."""
        self.release()
        self._held = []

    def release(self) -> None:
        """Let go of what is held back. May be called at any time."""
        held, self._held = self._held or [], None
        if not held:
            return
        # Its clock is Discord's: ours may be wrong, and says nothing here.
        newest = max(created_at(_interaction_id(payload)) for _, payload in held)
        for shard, payload in held:
            id = _interaction_id(payload)
            if newest - created_at(id) < RESPONSE_DEADLINE and not self._admission.is_late(id):
                self._admit(shard, payload)
            else:
                self._late.append((shard, payload))
        if self._timer is None:
            self._schedule_late()

    def close(self) -> None:
        """Let go of what is held back, but leave those who cannot be answered any more."""
        self.release()
        self._late.clear()

    def _admit(self, shard: hikari.api.GatewayShard, payload: JSONObject) -> None:
        admit = partial(self._events.consume_raw_event, INTERACTION, shard, payload)
        self._admission.enqueue(_interaction_id(payload), admit, _ignore)

    def _schedule_late(self) -> None:
        call_later = asyncio.get_running_loop().call_later
        self._timer = call_later(LATE_INTERVAL, self._dispatch_late) if self._late else None

    def _dispatch_late(self) -> None:
        if self._late:
            self._events.consume_raw_event(INTERACTION, *self._late.popleft())
        self._schedule_late()

    def consume_raw_event(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        """Let listeners hear of it, maybe later. Raises ``LookupError`` for an unknown event."""
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
        """Let listeners hear of what the shard made up itself."""
        return self._events.dispatch(event, return_tasks=return_tasks)


def _interaction_id(interaction: JSONObject) -> int:
    return int(str(interaction["id"]))


def _ignore() -> None:
    """Discord waits for no answer to a dispatch."""
