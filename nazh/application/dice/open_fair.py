"""OpenFair: a manager opens a fair session, bound to a secret that nobody can change any more."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fair_errors import OnlyManagersOpen, SessionIsOpen
from nazh.application.dice.known_sessions import KnownSessions
from nazh.application.dice.ports import (
    AlreadyRecorded,
    FairBook,
    KeptSession,
    OpenLedger,
    Step,
)
from nazh.application.shared.ports import Clock
from nazh.domain.dice.proof import open_session
from nazh.domain.dice.proof.mixing import SECRET_BYTES, SESSION_DIGITS
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class FairRequest:
    """Who wants to open or close a session where. The same ``id`` twice is the same request.

    ``is_manager`` is the door's word about the one who asks.
    """

    id: RequestId
    server: ServerId
    by: PlayerId
    is_manager: bool


@dataclass(frozen=True, slots=True)
class OpenFair:
    """Draw a secret and put its commitment at the beginning of a chain."""

    rng: Rng
    open_ledger: OpenLedger
    book: FairBook
    known: KnownSessions
    clock: Clock

    async def __call__(self, request: FairRequest) -> KeptSession:
        """Return the session that the request opens, or opened when it came for the first time.

        Raises OnlyManagersOpen and SessionIsOpen.
        """
        if not request.is_manager:
            raise OnlyManagersOpen
        # It may be closed meanwhile, and another one open.
        opened = await self._opened_before(request) or await self._opened(request)
        if opened is None:
            # The same request may have come twice at once.
            opened = await self._opened_before(request)
        if opened is None:
            raise SessionIsOpen
        return opened

    async def _opened_before(self, request: FairRequest) -> KeptSession | None:
        made = await self.book.made_under(request.id)
        return None if made is None else made.kept

    async def _opened(self, request: FairRequest) -> KeptSession | None:
        try:
            async with self.open_ledger(request.id, request.server) as ledger:
                if await ledger.fair.place(request.by, request.id) is not None:
                    return None
                step = self._first_step(request)
                ledger.fair.put(step)
                await ledger.commit()
        except AlreadyRecorded:
            return None
        self.known.learn(request.server, is_open=True)
        return KeptSession(step.after, request.server, step.at, step.at, step.bytes)

    def _first_step(self, request: FairRequest) -> Step:
        secret = self.rng.below(1 << 8 * SECRET_BYTES).to_bytes(SECRET_BYTES)
        session = f"{self.rng.below(1 << 4 * SESSION_DIGITS):0{SESSION_DIGITS}x}"
        at = self.clock.now()
        receipt, state = open_session(session, secret, request.server, at)
        return Step(receipt, state, request.server, at, request.id)
