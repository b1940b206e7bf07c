"""What the dice use cases ask of storage: the ledger of rolls."""

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
    """What fell, for whom, where and when; everything else can be judged again from it.

    ``throws`` holds one throw for each repeat. ``picked`` is empty, or holds for each the face
    of its edged plot die that somebody picked, 0 where nobody has. ``server`` is ``None`` in a
    direct message, and ``where`` where there is no channel at all, as in a terminal. A secret
    roll was for its roller alone. ``story`` is the id of the roll that this one is a later state
    or another name of, ``None`` where it fell by itself. ``character`` is the name of the one
    whom the player played. ``proof`` is its place in the chain of the fair session it fell in.
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
        """The canonical notation and the comment, as one would type them."""
        plan = self.throws[0].plan
        return plan.notation if plan.comment is None else f"{plan.notation} # {plan.comment}"

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The throws judged by the ruleset of the day."""
        return judged(self.throws, self.ruleset, self.picked)


def judged(
    throws: tuple[Throw, ...], ruleset: Ruleset, picked: tuple[int, ...]
) -> tuple[Roll, ...]:
    """Return ``throws`` judged; ``picked`` as in a ``RollRecord``. Raises ImpossiblePick."""
    if not picked:
        return tuple(judge(throw, ruleset) for throw in throws)
    picks = zip(throws, picked, strict=True)
    return tuple(judge(throw, ruleset, face or None) for throw, face in picks)


class AlreadyRecorded(ValueError):
    """A roll is on record under this id, which has one roll for ever."""

    def __init__(self, request_id: str) -> None:
        super().__init__(f"roll {request_id} is on record already")


class RollHistory(Protocol):
    """The rolls on record, inside one open ledger."""

    async def append(self, record: RollRecord, rolls: tuple[Roll, ...] | None = None) -> None:
        """Put ``record`` on record once the ledger commits.

        ``rolls`` are the record's own, where somebody has judged them already: they are counted.
        Raises ``AlreadyRecorded`` when ``record.id`` was appended already; where it was committed
        before, committing may be what raises it.
        """
        ...

    async def find(self, request_id: RequestId) -> RollRecord | None:
        """Return the record of ``request_id``, appended in this ledger or committed before.

        ``None`` when there is none, or when it has been forgotten.
        """
        ...

    async def recent(self, by: UserId, limit: int) -> tuple[RollRecord, ...]:
        """Return the last rolls of ``by`` that were committed, the latest first, at most ``most``.

        ``most >= 0``. Forgotten rolls are absent.
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
        """Keep for good what was appended. A second call keeps what came after the first.

        Raises ``AlreadyRecorded``, and keeps nothing, where an id is on record already.
        """
        ...


class OpenRolls(Protocol):
    """Opens a ledger for the story of one request."""

    def __call__(
        self, about: RequestId, fair_guild: GuildId | None = None
    ) -> AbstractAsyncContextManager[RollLedger]:
        """Return a ledger to be entered once; ``fair_on`` is where it may go on with a session.

        Ledgers about the same request, or the session of the same server, take turns: entering
        waits until the one before is left. Where that is another process's, the first look waits.
        Leaving without ``commit`` undoes what was appended since. Entering, and every call
        inside, raises ``Unavailable`` when storage does not answer in time.
        """
        ...
