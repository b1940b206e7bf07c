"""Stores gateway sessions, so that another process can resume them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One of the ``count`` shards of an application; ``id`` is from 0."""

    application: int
    id: int
    count: int


@dataclass(frozen=True, slots=True)
class Session:
    """Discord's session id, the last sequence number received, and the URL for resuming."""

    id: str
    sequence: int
    url: str


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session that was alive ``at`` an instant; ``owner`` is ``None`` once it was released."""

    session: Session
    at: datetime
    owner: str | None


class GatewaySessionStore(Protocol):
    """Stores one session for each shard. Every call may be repeated; all raise Unavailable."""

    @property
    def supports_resume(self) -> bool:
        """True if another process can read what is stored."""
        ...

    async def read(self, shards: Collection[Shard]) -> Mapping[Shard, StoredSession]:
        """Return the stored sessions of ``shards``, omitting shards without one."""
        ...

    async def claim(self, shard: Shard, kept: StoredSession, owner: str) -> bool:
        """Make ``owner`` the owner of ``kept``; return whether nobody else claimed it first."""
        ...

    async def save(
        self, sessions: Mapping[Shard, Session], at: datetime, owner: str | None
    ) -> None:
        """Replace the stored sessions, alive ``at`` this instant; all or none."""
        ...
