"""Stores gateway sessions in memory, for this process alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from nazh.application.shared.gateway_sessions import Session, Shard, StoredSession


class MemoryGatewaySessionStore:
    """Satisfies ``GatewaySessionStore``; its sessions are lost when the process ends."""

    __slots__ = ("_sessions",)
    supports_resume = False

    def __init__(self) -> None:
        self._sessions: dict[Shard, StoredSession] = {}

    async def read(self, shards: Collection[Shard]) -> Mapping[Shard, StoredSession]:
        """Return the stored sessions of ``shards``."""
        return {shard: self._sessions[shard] for shard in shards if shard in self._sessions}

    async def claim(self, shard: Shard, kept: StoredSession, owner: str) -> bool:
        """Make ``owner`` the owner of ``kept``; return whether no one else claimed it first."""
        if self._sessions.get(shard) != kept:
            return False
        self._sessions[shard] = replace(kept, owner=owner)
        return True

    async def save(
        self, sessions: Mapping[Shard, Session], at: datetime, owner: str | None
    ) -> None:
        """Replace the stored sessions."""
        self._sessions |= {
            shard: StoredSession(session, at, owner) for shard, session in sessions.items()
        }
