"""Closes a guild's fair session and publishes its secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.errors import NoSessionOpen, OnlyManagersOpenSessions
from nazh.application.dice.fair.open_fair import FairRequest
from nazh.application.dice.fair.show_receipts import Receipts
from nazh.application.dice.ports import ChainEntry, FairSessionRecord, FairSessionStore, OpenRolls
from nazh.application.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class CloseFair:
    """Appends the secret to the chain. Concurrent rolls are recorded before it, or unproven."""

    open_ledger: OpenRolls
    sessions: FairSessionStore
    cache: CachedSessions
    clock: Clock

    async def __call__(self, request: FairRequest) -> Receipts:
        """Return the session that the request closes, or closed before, with its whole chain.

        Raises OnlyManagersOpenSessions and NoSessionOpen.
        """
        if not request.is_manager:
            raise OnlyManagersOpenSessions
        # If another session is open now, the request does not apply to it.
        closed = await self._closed_before(request) or await self._closed(request)
        if closed is None:
            # The same request may have arrived twice concurrently.
            closed = await self._closed_before(request)
        if closed is None:
            raise NoSessionOpen
        return Receipts(closed, await self.sessions.lines(closed.state.id))

    async def _closed_before(self, request: FairRequest) -> FairSessionRecord | None:
        recorded = await self.sessions.find_by_request(request.id)
        return None if recorded is None else recorded.session

    async def _closed(self, request: FairRequest) -> FairSessionRecord | None:
        async with self.open_ledger(request.id, request.guild) as ledger:
            state = await ledger.fair.state(request.by, request.id)
            if state is None or state.line is not None:
                return None
            entry, closed = _last_entry(state.session, request, self.clock.now())
            ledger.fair.append(entry)
            await ledger.commit()
        self.cache.forget()
        return closed


def _last_entry(
    session: FairSessionRecord, request: FairRequest, at: datetime
) -> tuple[ChainEntry, FairSessionRecord]:
    receipt = session.state.closed(at)
    after = session.state._replace(n=receipt.n + 1, last=receipt.digest)
    entry = ChainEntry(receipt, after, request.guild, at, request.id, closes=True)
    size = session.size + entry.bytes
    return entry, session._replace(state=after, latest=at, size=size, closing=request.id)
