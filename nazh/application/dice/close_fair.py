"""CloseFair: a manager closes the fair session, and its secret is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dice.fair_errors import NoSessionOpen, OnlyManagersOpen
from nazh.application.dice.known_sessions import KnownSessions
from nazh.application.dice.open_fair import FairRequest
from nazh.application.dice.ports import FairBook, KeptSession, OpenLedger, Step
from nazh.application.dice.show_receipts import Receipts
from nazh.application.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class CloseFair:
    """Tell the secret at the end of the chain. Rolls on their way fall before, or unproven."""

    open_ledger: OpenLedger
    book: FairBook
    known: KnownSessions
    clock: Clock

    async def __call__(self, request: FairRequest) -> Receipts:
        """Return the session that the request closes, or closed before, with its whole chain.

        Raises OnlyManagersOpen and NoSessionOpen.
        """
        if not request.is_manager:
            raise OnlyManagersOpen
        # Another session may be open meanwhile, which is not meant.
        closed = await self._closed_before(request) or await self._closed(request)
        if closed is None:
            # The same request may have come twice at once.
            closed = await self._closed_before(request)
        if closed is None:
            raise NoSessionOpen
        return Receipts(closed, await self.book.lines(closed.state.id))

    async def _closed_before(self, request: FairRequest) -> KeptSession | None:
        made = await self.book.made_under(request.id)
        return None if made is None else made.kept

    async def _closed(self, request: FairRequest) -> KeptSession | None:
        async with self.open_ledger(request.id, request.server) as ledger:
            place = await ledger.fair.place(request.by, request.id)
            if place is None or place.line is not None:
                return None
            step, closed = _last_step(place.kept, request, self.clock.now())
            ledger.fair.put(step)
            await ledger.commit()
        self.known.learn(request.server, is_open=False)
        return closed


def _last_step(kept: KeptSession, request: FairRequest, at: datetime) -> tuple[Step, KeptSession]:
    receipt = kept.state.closed(at)
    after = kept.state._replace(n=receipt.n + 1, last=receipt.digest)
    step = Step(receipt, after, request.server, at, request.id, closes=True)
    size = kept.size + step.bytes
    return step, kept._replace(state=after, latest=at, size=size, closing=request.id)
