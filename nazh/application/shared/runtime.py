"""Ports that describe the running program (shards, event loop and bot).

Health, the status page and metrics read it. No call raises or waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ShardHealth:
    """The state of one shard; times in seconds. ``latency`` is ``None`` until it is measured.

    A shard ``is_healthy`` if it is connected and was acknowledged within two heartbeats.
    """

    id: int
    is_connected: bool
    is_healthy: bool
    latency: float | None
    ack_age: float
    disconnects: int
    resumed: int
    identified: int


class Gateway(Protocol):
    """The shards of this process."""

    @property
    def heartbeat(self) -> float | None:
        """Seconds between two heartbeats; ``None`` without a gateway."""
        ...

    @property
    def skipped_frames(self) -> int:
        """How many frames were skipped because they could not be read."""
        ...

    def shards(self) -> Sequence[ShardHealth]:
        """Return the shards, by number."""
        ...


class Loop(Protocol):
    """The event loop; times in seconds."""

    @property
    def age(self) -> float:
        """Seconds since the loop monitor last ran."""
        ...

    @property
    def worst_lag(self) -> float:
        """The greatest lag of the last minute."""
        ...


class Bot(Protocol):
    """The bot as a whole."""

    @property
    def guilds(self) -> int | None:
        """The number of guilds that the bot is in, or ``None`` until it is known."""
        ...

    @property
    def in_flight(self) -> int:
        """The number of interactions without a response so far."""
        ...

    @property
    def sync_error(self) -> str | None:
        """Why this version's commands could not be synchronized, or ``None`` if they could."""
        ...

    @property
    def missing_intent(self) -> str | None:
        """What this process cannot do because an intent is not granted, or ``None``."""
        ...

    @property
    def overload(self) -> str | None:
        """Why interactions were dropped within the last minute, or ``None`` if none were."""
        ...
