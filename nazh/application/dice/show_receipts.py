"""ShowReceipts: the chain of a fair session, for everybody who wants to check it."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fair_errors import NoSessionYet
from nazh.application.dice.ports import FairBook, KeptSession
from nazh.domain.kernel.identity import ServerId


@dataclass(frozen=True, slots=True)
class Receipts:
    """A session, and the lines of its chain as they are to be checked, without newlines."""

    session: KeptSession
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShowReceipts:
    """Tell the chain of the session that is open, or else of the last one; anybody may ask."""

    book: FairBook

    async def __call__(self, server: ServerId) -> Receipts:
        """Return all there is up to now. Raises NoSessionYet."""
        session = await self.book.latest(server)
        if session is None:
            raise NoSessionYet
        return Receipts(session, await self.book.lines(session.state.id))
