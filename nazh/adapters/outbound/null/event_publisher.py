"""NullPublisher: facts in a process where nobody listens, such as a roll in a terminal."""

from __future__ import annotations

from nazh.domain.kernel.events import Event


class NullPublisher:
    """Tells nobody; satisfies the port ``EventPublisher``."""

    __slots__ = ()

    async def publish(self, event: Event) -> None:
        """Do nothing."""
