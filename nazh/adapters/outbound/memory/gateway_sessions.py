"""The sessions of gateway lines in memory, where they are of use to this process alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from nazh.application.shared.gateway import KeptSession, Session, Shard


class MemoryGatewaySessions:
    """Satisfies ``GatewaySessions``; what it keeps ends with the process."""

    __slots__ = ("_kept",)
    outlive_the_process = False

    def __init__(self) -> None:
        self._kept: dict[Shard, KeptSession] = {}

    async def read(self, shards: Collection[Shard]) -> Mapping[Shard, KeptSession]:
        """Return what is kept for ``shards``."""
        return {shard: self._kept[shard] for shard in shards if shard in self._kept}

    async def claim(self, shard: Shard, kept: KeptSession, holder: str) -> bool:
        """Make ``holder`` the one who holds what was read; whether nobody came in between."""
        if self._kept.get(shard) != kept:
            return False
        self._kept[shard] = replace(kept, holder=holder)
        return True

    async def keep(
        self, sessions: Mapping[Shard, Session], at: datetime, holder: str | None
    ) -> None:
        """Put ``sessions`` in the place of what was there."""
        self._kept |= {
            shard: KeptSession(session, at, holder) for shard, session in sessions.items()
        }
