"""ShowFair: how the fair session of a server stands."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fair.errors import NoSessionYet
from nazh.application.dice.ports import FairSessionRecord, FairSessionStore
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class ShowFair:
    """Look at the session that is open, or else at the last one; anybody may."""

    sessions: FairSessionStore

    async def __call__(self, guild: GuildId) -> FairSessionRecord:
        """Return how the session stands. Raises NoSessionYet."""
        session = await self.sessions.latest(guild)
        if session is None:
            raise NoSessionYet
        return session
