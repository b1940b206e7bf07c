"""Tracks which channels this process listens to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from nazh.application.keep.bridges.ports import BridgeStore, ListenerLease
from nazh.application.shared.ports import Clock
from nazh.domain.keep.bridges import LISTENER_LEASE, Bridge, ListenerState
from nazh.domain.kernel.identity import ChannelId

PERIOD: Final = timedelta(seconds=5)


class ListenToChannels:
    """Reads which channels are linked, and holds the lease to relay their messages. Run as a job.

    Of several processes, one relays the messages, and another takes over when it ends. ``owner``
    identifies the process.
    """

    def __init__(
        self, bridges: BridgeStore, lease: ListenerLease, clock: Clock, owner: str
    ) -> None:
        self._bridges = bridges
        self._lease = lease
        self._clock = clock
        self._owner = owner
        self._state = ListenerState.READY
        self._held_until: datetime | None = None
        self._by_channel: Mapping[ChannelId, tuple[Bridge, ...]] = {}

    async def start(self, state: ListenerState) -> None:
        """Start with the ``state`` shown to managers. Raises ``Unavailable``."""
        self._state = state
        await self()

    async def __call__(self) -> None:
        """Renew the lease and read the bridges. Raises ``Unavailable``."""
        now = self._clock.now()
        is_held = await self._lease.renew(self._owner, self._state, now)
        self._held_until = now + LISTENER_LEASE if is_held else None
        by_channel = defaultdict(list)
        for bridge in await self._bridges.running():
            if bridge.is_two_way:
                by_channel[bridge.channel].append(bridge)
        self._by_channel = {channel: tuple(bridges) for channel, bridges in by_channel.items()}

    def is_linked(self, channel: ChannelId) -> bool:
        """Return whether messages in the channel are relayed to a game."""
        return channel in self._by_channel

    def bridges_of(self, channel: ChannelId) -> tuple[Bridge, ...]:
        """Return the bridges of a channel, or none unless this process holds the lease."""
        if self._held_until is None or self._clock.now() >= self._held_until:
            return ()
        return self._by_channel.get(channel, ())

    async def stop(self) -> None:
        """Release the lease, so that another process can take over now. Raises ``Unavailable``."""
        self._held_until = None
        await self._lease.release(self._owner)
