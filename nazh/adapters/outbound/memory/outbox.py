"""Stores the outbox in memory, which is lost when the process ends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from itertools import count

from nazh.application.shared.outbox import OutboxMessage


class MemoryOutbox:
    """Satisfies ``Outbox`` for one process."""

    __slots__ = ("_ids", "_waiting")

    def __init__(self) -> None:
        self._ids = count(1)
        self._waiting: dict[int, tuple[OutboxMessage, datetime]] = {}

    def put(self, topic: str, payload: str, at: datetime) -> None:
        """Add a message; atomic with the caller's changes if it awaits nothing in between."""
        message = OutboxMessage(next(self._ids), topic, payload, 0)
        self._waiting[message.id] = (message, at)

    async def heads(self, topics: Collection[str], now: datetime) -> tuple[OutboxMessage, ...]:
        """Return the oldest message of each topic that is due."""
        first: dict[str, tuple[OutboxMessage, datetime]] = {}
        for message, due_at in self._waiting.values():
            first.setdefault(message.topic, (message, due_at))
        return tuple(
            message
            for message, due_at in first.values()
            if message.topic in topics and due_at <= now
        )

    async def delete(self, message: OutboxMessage) -> None:
        """Delete a delivered message."""
        self._waiting.pop(message.id, None)

    async def postpone(self, message: OutboxMessage, until: datetime) -> None:
        """Count a failed attempt."""
        if message.id in self._waiting:
            failed = replace(message, attempts=message.attempts + 1)
            self._waiting[message.id] = (failed, until)
