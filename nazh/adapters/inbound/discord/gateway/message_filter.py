"""Drops events that a message-reading process does not need, before they are decoded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import hikari
from hikari.internal.data_binding import JSONObject

from nazh.adapters.inbound.discord.gateway.replay_buffer import EventConsumer

_MESSAGE: Final = "MESSAGE_CREATE"
_CONNECTION: Final = frozenset({"READY", "RESUMED"})


class MessageFilter:
    """Passes on new messages of wanted channels, and the events that connections need.

    Satisfies ``EventConsumer``. ``is_wanted`` gets the id of a channel as Discord writes it.
    """

    def __init__(self, events: EventConsumer, is_wanted: Callable[[object], bool]) -> None:
        self._events = events
        self._is_wanted = is_wanted

    def consume_raw_event(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        """Pass an event on, or drop it."""
        is_message = event_name == _MESSAGE and self._is_wanted(payload.get("channel_id"))
        if is_message or event_name in _CONNECTION:
            self._events.consume_raw_event(event_name, shard, payload)

    def dispatch(
        self, event: hikari.Event, *, return_tasks: bool = False
    ) -> asyncio.Future[object] | None:
        """Pass one of the shard's own events to its listeners."""
        return self._events.dispatch(event, return_tasks=return_tasks)


class NoInteractions:
    """Drops interactions, which another process answers; satisfies ``Admission``."""

    def is_late(self, id: int) -> bool:
        """Return False."""
        return False

    def enqueue(self, id: int, admit: Callable[[], object], shed: Callable[[], object]) -> None:
        """Do nothing."""
