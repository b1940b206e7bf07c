"""FindDigest: the whole digest of a receipt of which a message shows the beginning."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import FairBook
from nazh.domain.kernel.identity import ServerId


@dataclass(frozen=True, slots=True)
class FindDigest:
    """Look for a receipt in the sessions of a server."""

    book: FairBook

    async def __call__(self, server: ServerId, n: int, short: str) -> str | None:
        """Return the digest of the entry ``n`` that begins so; ``None`` where it is forgotten."""
        return await self.book.digest(server, n, short)
