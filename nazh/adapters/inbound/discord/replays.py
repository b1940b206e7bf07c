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

from nazh.adapters.inbound.discord.discord_time import made_at
from nazh.adapters.inbound.discord.responder import ANSWER_WITHIN

INTERACTION: Final = "INTERACTION_CREATE"
ENDS: Final = ("RESUMED", "READY")
"""What Discord says when it has told everything."""
APART: Final = 0.05
"""Seconds between two of those that cannot be answered any more, so that nobody waits for them."""


class Events(Protocol):
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


class Entry(Protocol):
    """Lets interactions in, in turns."""

    def is_late(self, id: int) -> bool:
        """Whether nobody waits any more for who comes now with this id, as far as is known."""
        ...

    def enter(self, id: int, go_in: Callable[[], object], go_away: Callable[[], object]) -> None:
        """Do ``go_in`` for the interaction with this id, now or soon; ``go_away`` if it is late."""
        ...


class Replays:
    """Stands between one shard and who hears its events; satisfies ``Events``.

    Interactions go through ``entry``, but for those that were missed and are late already.
    """

    def __init__(self, events: Events, entry: Entry) -> None:
        self._events = events
        self._entry = entry
        self._held: list[tuple[hikari.api.GatewayShard, JSONObject]] | None = None
        self._late: deque[tuple[hikari.api.GatewayShard, JSONObject]] = deque()
        self._next: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Hold back interactions until Discord says that it has told them all."""
        self.release()
        self._held = []

    def release(self) -> None:
        """Let go of what is held back. May be called at any time."""
        held, self._held = self._held or [], None
        if not held:
            return
        # Its clock is Discord's: ours may be wrong, and says nothing here.
        newest = max(made_at(_id(payload)) for _, payload in held)
        for shard, payload in held:
            id = _id(payload)
            if newest - made_at(id) < ANSWER_WITHIN and not self._entry.is_late(id):
                self._let_in(shard, payload)
            else:
                self._late.append((shard, payload))
        if self._next is None:
            self._wait()

    def end(self) -> None:
        """Let go of what is held back, but leave those who cannot be answered any more."""
        self.release()
        self._late.clear()

    def _let_in(self, shard: hikari.api.GatewayShard, payload: JSONObject) -> None:
        go_in = partial(self._events.consume_raw_event, INTERACTION, shard, payload)
        self._entry.enter(_id(payload), go_in, _nothing)

    def _wait(self) -> None:
        later = asyncio.get_running_loop().call_later
        self._next = later(APART, self._tell_one) if self._late else None

    def _tell_one(self) -> None:
        if self._late:
            self._events.consume_raw_event(INTERACTION, *self._late.popleft())
        self._wait()

    def consume_raw_event(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        """Let listeners hear of it, maybe later. Raises ``LookupError`` for an unknown event."""
        if event_name == INTERACTION:
            if self._held is None:
                self._let_in(shard, payload)
            else:
                self._held.append((shard, payload))
            return
        if event_name in ENDS and self._held is not None:
            self.release()
        self._events.consume_raw_event(event_name, shard, payload)

    def dispatch(
        self, event: hikari.Event, *, return_tasks: bool = False
    ) -> asyncio.Future[object] | None:
        """Let listeners hear of what the shard made up itself."""
        return self._events.dispatch(event, return_tasks=return_tasks)


def _id(interaction: JSONObject) -> int:
    return int(str(interaction["id"]))


def _nothing() -> None:
    """Discord waits for no answer to a dispatch."""
