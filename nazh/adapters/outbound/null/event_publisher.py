"""Ignores events, for a process without listeners, such as the CLI."""

from __future__ import annotations

from nazh.domain.kernel.events import Event


class NullPublisher:
    """Does nothing; satisfies the port ``EventPublisher``."""

    __slots__ = ()

    async def publish(self, event: Event) -> None:
        """Do nothing."""
