"""Sessions of gateway lines: what a process must know to go on where another one stopped."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One of the ``count`` lines that an application is served on; ``id`` is from 0."""

    application: int
    id: int
    count: int


@dataclass(frozen=True, slots=True)
class Session:
    """What the other side calls a session, the last event seen of it, and where it goes on."""

    id: str
    sequence: int
    url: str


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session that was alive ``at`` an instant; ``holder`` is ``None`` once it was let go."""

    session: Session
    at: datetime
    owner: str | None


class GatewaySessionStore(Protocol):
    """Keeps one session for each shard. Every method may be called again; all raise Unavailable."""

    @property
    def supports_resume(self) -> bool:
        """Whether there is any other process to read what is kept here."""
        ...

    async def read(self, shards: Collection[Shard]) -> Mapping[Shard, StoredSession]:
        """Return what is kept for ``shards``, where there is something."""
        ...

    async def claim(self, shard: Shard, kept: StoredSession, owner: str) -> bool:
        """Make ``holder`` the one who holds what was read; whether nobody came in between."""
        ...

    async def save(
        self, sessions: Mapping[Shard, Session], at: datetime, owner: str | None
    ) -> None:
        """Put ``sessions`` in the place of what was there, alive ``at``; all or none."""
        ...
