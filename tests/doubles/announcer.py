"""RecordingAnnouncer: remembers what was told, and what was on record at that moment."""

from __future__ import annotations

from nazh.domain.kernel.events import Event


class RecordingAnnouncer:
    """Keeps every event in order; satisfies the port ``Announcer``."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def announce(self, event: Event) -> None:
        """Remember ``event``."""
        self.events.append(event)
