"""The port for recording rolls."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.dice.ports.fair import FairChainWriter, Proof
from nazh.domain.dice import Roll, Ruleset, Throw, judge
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId


@dataclass(frozen=True, slots=True)
class RollRecord:
    """A recorded roll, from which all results can be judged again.

    ``throws`` has one throw for each repeat. ``picked`` is empty, or has for each repeat the picked
    face of its plot die with an edge, 0 if none was picked. ``guild`` is ``None`` in a direct
    message, and ``channel`` if there is no channel at all, as in a terminal. A secret roll was
    visible to its roller alone. ``root_id`` is the id of the roll of which this one is a later
    state or an alias, or ``None`` for an original. ``character`` is the name of the player's active
    character. ``proof`` is its position in the chain of a fair session.
    """

    id: RequestId
    by: UserId
    channel: ChannelId | None
    guild: GuildId | None
    at: datetime
    ruleset: Ruleset
    throws: tuple[Throw, ...]
    picked: tuple[int, ...] = ()
    is_secret: bool = False
    root_id: RequestId | None = None
    character: str | None = None
    proof: Proof | None = None

    @property
    def text(self) -> str:
        """The canonical notation and the comment, as users would type them."""
        plan = self.throws[0].plan
        return plan.notation if plan.comment is None else f"{plan.notation} # {plan.comment}"

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The throws judged by the ruleset that was in effect."""
        return judged(self.throws, self.ruleset, self.picked)


def judged(
    throws: tuple[Throw, ...], ruleset: Ruleset, picked: tuple[int, ...]
) -> tuple[Roll, ...]:
    """Return the judged ``throws``; ``picked`` as in a ``RollRecord``. Raises ImpossiblePick."""
    if not picked:
        return tuple(judge(throw, ruleset) for throw in throws)
    picks = zip(throws, picked, strict=True)
    return tuple(judge(throw, ruleset, face or None) for throw, face in picks)


class AlreadyRecorded(ValueError):
    """A roll is already recorded under this id, which can never be reused."""

    def __init__(self, request_id: str) -> None:
        super().__init__(f"roll {request_id} is on record already")


class RollHistory(Protocol):
    """The recorded rolls, within one open ledger."""

    async def append(self, record: RollRecord, rolls: tuple[Roll, ...] | None = None) -> None:
        """Record ``record`` when the ledger commits.

        ``rolls`` are the record's own, if they have been judged already; they are added to the
        counters. Raises ``AlreadyRecorded`` if ``record.id`` was appended already; if it was
        committed before, ``commit`` may raise it instead.
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
        waits until the previous one is closed. If another process has it, the first read waits.
        Leaving without ``commit`` rolls back what was appended since. Entering, and every call
        inside, raises ``Unavailable`` if storage does not answer in time.
        """
        ...
