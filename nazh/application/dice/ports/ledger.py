"""The port for recording rolls."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from nazh.application.dice.ports.fair import FairChainWriter
from nazh.domain.dice import Roll
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import GuildId, RequestId, UserId


class AlreadyRecorded(ValueError):
    """A roll is already recorded under this id; ids are never reused."""

    def __init__(self, request_id: str) -> None:
        super().__init__(f"roll {request_id} is on record already")


class RollHistory(Protocol):
    """The recorded rolls, within one open ledger."""

    async def append(self, record: RollRecord, rolls: tuple[Roll, ...] | None = None) -> None:
        """Record ``record`` when the ledger commits.

        ``rolls`` are the judged rolls of the record, if available; they are added to the counters.
        Raises ``AlreadyRecorded`` if ``record.id`` was appended already; if it was committed
        before, ``commit`` may raise it instead.
        """
        ...

    async def find(self, request_id: RequestId) -> RollRecord | None:
        """Return the record of ``request_id``, appended in this ledger or committed before.

        Returns ``None`` if there is none, or it was deleted.
        """
        ...

    async def recent(self, by: UserId, limit: int) -> tuple[RollRecord, ...]:
        """Return the last committed rolls of ``by``, the latest first, at most ``limit``.

        ``limit >= 0``. Deleted rolls are absent.
        """
        ...


class RollLedger(Protocol):
    """One transaction over the dice records."""

    @property
    def history(self) -> RollHistory:
        """The rolls as this transaction sees them."""
        ...

    @property
    def fair(self) -> FairChainWriter:
        """The fair session as this transaction sees it."""
        ...

    async def commit(self) -> None:
        """Commit what was appended. A second call commits what was appended after the first.

        Raises ``AlreadyRecorded``, and commits nothing, if an id is already recorded.
        """
        ...


class OpenRolls(Protocol):
    """Opens a ledger for one request."""

    def __call__(
        self, about: RequestId, fair_guild: GuildId | None = None
    ) -> AbstractAsyncContextManager[RollLedger]:
        """Return a ledger to be entered once; ``fair_guild`` is the guild whose session it may use.

        Ledgers for the same request, or the session of the same guild, are serialized: entering
        waits until the previous one is closed. If another process holds it, the first read waits.
        Leaving without ``commit`` rolls back everything appended since the last one. Entering, and
        every call inside, raises ``Unavailable`` if storage does not answer in time.
        """
        ...
