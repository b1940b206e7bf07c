"""Finds the full digest of a receipt from the short one that a message shows."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import FairSessionStore
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class FindDigest:
    """Searches the sessions of a guild for a receipt."""

    sessions: FairSessionStore

    async def __call__(self, guild: GuildId, n: int, short: str) -> str | None:
        """Return the full digest of the entry ``n``, or ``None`` if it has been deleted."""
        return await self.sessions.digest(guild, n, short)
