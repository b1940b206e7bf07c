"""Returns the chain of a fair session, so that any user can verify it."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fair.errors import NoSessionYet
from nazh.application.dice.ports import FairSessionRecord, FairSessionStore
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class Receipts:
    """A session, and the lines of its chain without newlines, ready for verification."""

    session: FairSessionRecord
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShowReceipts:
    """Reads the chain of the open session, or otherwise of the last one, for any user."""

    sessions: FairSessionStore

    async def __call__(self, guild: GuildId) -> Receipts:
        """Return all lines so far. Raises NoSessionYet."""
        session = await self.sessions.latest(guild)
        if session is None:
            raise NoSessionYet
        return Receipts(session, await self.sessions.lines(session.state.id))
