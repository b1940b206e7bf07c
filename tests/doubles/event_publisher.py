"""Records published events with the state of the ledger at that time, and failed listeners."""

from __future__ import annotations

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import RequestId


class RecordingPublisher:
    """Keeps every event in order; satisfies the port ``EventPublisher``.

    ``on_record`` holds, for each event, the ids that ``store`` had committed when it was published.
    """

    def __init__(self, store: MemoryRollStore | None = None) -> None:
        self.events: list[Event] = []
        self.on_record: list[frozenset[RequestId]] = []
        self._store = store

    async def publish(self, event: Event) -> None:
        """Record ``event`` and the committed ids."""
        self.events.append(event)
        if self._store is not None:
            self.on_record.append(frozenset(record.id for record in self._store.records))


class RecordingFailures:
    """Keeps the names of events with a listener that failed; satisfies ``ListenerFailures``."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.registered: list[str] = []

    def register_event(self, event: str) -> None:
        self.registered.append(event)

    def count_listener_failure(self, event: str) -> None:
        self.events.append(event)
