"""Opens a fair session, bound to a secret that cannot be changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.errors import OnlyManagersOpenSessions, SessionIsOpen
from nazh.application.dice.ports import (
    AlreadyRecorded,
    ChainEntry,
    FairSessionRecord,
    FairSessionStore,
    OpenRolls,
)
from nazh.application.shared.ports import Clock
from nazh.domain.dice.fair import open_session
from nazh.domain.kernel.fair.commitments import SECRET_BYTES, SESSION_DIGITS
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class FairRequest:
    """A request to open or close a session. Requests with the same ``id`` are one request.

    ``is_manager`` says whether the adapter found the user's Manage Server permission.
    """

    id: RequestId
    guild: GuildId
    by: UserId
    is_manager: bool


@dataclass(frozen=True, slots=True)
class OpenFair:
    """Draws a secret and starts a chain with its commitment."""

    rng: Rng
    open_ledger: OpenRolls
    sessions: FairSessionStore
    cache: CachedSessions
    clock: Clock

    async def __call__(self, request: FairRequest) -> FairSessionRecord:
        """Return the session that the request opens, or opened before.

        Raises OnlyManagersOpenSessions and SessionIsOpen.
        """
        if not request.is_manager:
            raise OnlyManagersOpenSessions
        # It may have been closed and another one opened since.
        opened = await self._opened_before(request) or await self._opened(request)
        if opened is None:
            # The same request may have arrived twice concurrently.
            opened = await self._opened_before(request)
        if opened is None:
            raise SessionIsOpen
        return opened

    async def _opened_before(self, request: FairRequest) -> FairSessionRecord | None:
        recorded = await self.sessions.find_by_request(request.id)
        return None if recorded is None else recorded.session

    async def _opened(self, request: FairRequest) -> FairSessionRecord | None:
        try:
            async with self.open_ledger(request.id, request.guild) as ledger:
                if await ledger.fair.state(request.by, request.id) is not None:
                    return None
                entry = self._first_entry(request)
                ledger.fair.append(entry)
                await ledger.commit()
        except AlreadyRecorded:
            return None
        self.cache.forget()
        return FairSessionRecord(entry.after, request.guild, entry.at, entry.at, entry.bytes)

    def _first_entry(self, request: FairRequest) -> ChainEntry:
        secret = self.rng.below(1 << 8 * SECRET_BYTES).to_bytes(SECRET_BYTES)
        session = f"{self.rng.below(1 << 4 * SESSION_DIGITS):0{SESSION_DIGITS}x}"
        at = self.clock.now()
        receipt, state = open_session(session, secret, request.guild, at)
        return ChainEntry(receipt, state, request.guild, at, request.id)
