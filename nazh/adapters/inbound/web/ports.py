"""Vitals: what the web room asks of the running program, as it wishes to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Exposition(Protocol):
    """What ``/metrics`` answers."""

    @property
    def content_type(self) -> str:
        """The content type of the text."""
        ...

    def __call__(self) -> bytes:
        """Return the text as it is now."""
        ...


class Shard(Protocol):
    """One connection to Discord's gateway; times in seconds."""

    @property
    def id(self) -> int: ...
    @property
    def is_connected(self) -> bool: ...
    @property
    def is_healthy(self) -> bool:
        """Whether Discord acknowledged this connection within two heartbeats."""
        ...

    @property
    def latency(self) -> float | None: ...
    @property
    def ack_age(self) -> float: ...


class Gateway(Protocol):
    """The connections of this process."""

    @property
    def heartbeat(self) -> float | None:
        """Seconds between two heartbeats; ``None`` where nothing goes over the gateway."""
        ...

    def shards(self) -> Sequence[Shard]:
        """Return them, by number. Never raises."""
        ...


class Loop(Protocol):
    """How the event loop fares; in seconds."""

    @property
    def age(self) -> float:
        """Since the last beat of its pulse."""
        ...

    @property
    def worst_lag(self) -> float:
        """The greatest delay of the last minute."""
        ...


class Bot(Protocol):
    """How the bot fares at Discord."""

    @property
    def sync_error(self) -> str | None:
        """Why Discord does not know this version's commands; ``None`` for nothing known."""
        ...

    @property
    def sheds_load(self) -> bool:
        """Whether somebody was too late to be answered within the last minute."""
        ...


class Store(Protocol):
    """A store that is elsewhere and may be away."""

    async def is_reachable(self) -> bool:
        """Return whether it answers. Never raises; may take long."""
        ...


class BotCounts(Protocol):
    """Facts that stand by: how many servers, how many interactions."""

    @property
    def guilds(self) -> int | None:
        """Servers that the bot is in; ``None`` until Discord has told."""
        ...

    @property
    def in_flight(self) -> int:
        """Interactions that are not answered yet."""
        ...
