"""ShowReceipts: the chain of a fair session, for everybody who wants to check it."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fair.errors import NoSessionYet
from nazh.application.dice.ports import FairSessionRecord, FairSessionStore
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class Receipts:
    """A session, and the lines of its chain as they are to be checked, without newlines."""

    session: FairSessionRecord
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShowReceipts:
    """Tell the chain of the session that is open, or else of the last one; anybody may ask."""

    sessions: FairSessionStore

    async def __call__(self, guild: GuildId) -> Receipts:
        """Return all there is up to now. Raises NoSessionYet."""
        session = await self.sessions.latest(guild)
        if session is None:
            raise NoSessionYet
        return Receipts(session, await self.sessions.lines(session.state.id))
