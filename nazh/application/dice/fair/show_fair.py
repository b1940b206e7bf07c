"""Returns the state of a guild's fair session."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fair.errors import NoSessionYet
from nazh.application.dice.ports import FairSessionRecord, FairSessionStore
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class ShowFair:
    """Reads the open session, or else the last one. Any user may ask."""

    sessions: FairSessionStore

    async def __call__(self, guild: GuildId) -> FairSessionRecord:
        """Return the session. Raises NoSessionYet."""
        session = await self.sessions.latest(guild)
        if session is None:
            raise NoSessionYet
        return session
