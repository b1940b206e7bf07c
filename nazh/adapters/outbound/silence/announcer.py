"""SilentAnnouncer: facts in a process where nobody listens, such as a roll in a terminal."""

from __future__ import annotations

from nazh.domain.kernel.events import Event


class SilentAnnouncer:
    """Tells nobody; satisfies the port ``Announcer``."""

    __slots__ = ()

    async def announce(self, event: Event) -> None:
        """Do nothing."""
