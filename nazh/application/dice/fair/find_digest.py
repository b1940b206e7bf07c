"""FindDigest: the whole digest of a receipt of which a message shows the beginning."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import FairSessionStore
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class FindDigest:
    """Look for a receipt in the sessions of a server."""

    sessions: FairSessionStore

    async def __call__(self, guild: GuildId, n: int, short: str) -> str | None:
        """Return the digest of the entry ``n`` that begins so; ``None`` where it is forgotten."""
        return await self.sessions.digest(guild, n, short)
