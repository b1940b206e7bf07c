"""ShowFair: how the fair session of a server stands."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fair_errors import NoSessionYet
from nazh.application.dice.ports import FairBook, KeptSession
from nazh.domain.kernel.identity import ServerId


@dataclass(frozen=True, slots=True)
class ShowFair:
    """Look at the session that is open, or else at the last one; anybody may."""

    book: FairBook

    async def __call__(self, server: ServerId) -> KeptSession:
        """Return how the session stands. Raises NoSessionYet."""
        session = await self.book.latest(server)
        if session is None:
            raise NoSessionYet
        return session
