"""The ports for storing fair sessions and their receipts.

The values are named tuples because several are created for every roll in a session.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from nazh.domain.dice.fair import FairSession, Receipt
from nazh.domain.kernel.identity import GuildId, RequestId, UserId


class FairSessionRecord(NamedTuple):
    """A stored session, with its state, guild and times.

    ``size`` is the size of all lines with newlines in bytes, ``latest`` the instant of the last
    one. ``closing`` is the request that closed it, or ``None`` while it is open.
    """

    state: FairSession
    guild: GuildId
    opened: datetime
    latest: datetime
    size: int
    closing: RequestId | None = None


class ChainEntry(NamedTuple):
    """A new entry in the chain of a session, and the session's state after it.

    Entry 0 opens the session. Each ``request_id`` has at most one entry. ``newcomer`` is a player
    to whom this entry assigns a number in the session.
    """

    receipt: Receipt
    after: FairSession
    guild: GuildId
    at: datetime
    request_id: RequestId
    newcomer: tuple[UserId, int] | None = None
    closes: bool = False

    @property
    def bytes(self) -> int:
        """The size of the line, with its newline."""
        return len(self.receipt.line) + 1


class ParticipantState(NamedTuple):
    """A player's state in the open session.

    ``number`` was assigned to the player, and ``line`` recorded for the request, in this session or
    an earlier one; each is ``None`` if there is none.
    """

    session: FairSessionRecord
    number: int | None
    line: str | None


class RecordedLine(NamedTuple):
    """The ``line`` that a request added to a chain, and the session in its current state."""

    session: FairSessionRecord
    line: str


class FairChainWriter(Protocol):
    """Writes to the session of the guild for which a ledger was opened."""

    async def state(self, player: UserId, request_id: RequestId) -> ParticipantState | None:
        """Return a player's state, or ``None`` if no session is open.

        Raises ``Unavailable``.
        """
        ...

    def append(self, step: ChainEntry) -> None:
        """Append an entry to the chain when the ledger commits, atomically with everything else.

        It continues the open session, or opens one if there is none.
        """
        ...


class FairSessionStore(Protocol):
    """Reads fair sessions. All calls raise ``Unavailable``."""

    async def open_guilds(self) -> frozenset[GuildId]:
        """Return the guilds with an open session."""
        ...

    async def latest(self, guild: GuildId) -> FairSessionRecord | None:
        """Return the open session of ``guild``, or otherwise the one opened last."""
        ...

    async def find_by_request(self, request: RequestId) -> RecordedLine | None:
        """Return what ``request`` added, in an open or a closed session."""
        ...

    async def lines(self, session: str) -> tuple[str, ...]:
        """Return the lines of a session's chain in order, without newlines."""
        ...

    async def digest(self, guild: GuildId, n: int, short: str) -> str | None:
        """Return the full digest, beginning with ``short``, of entry ``n`` in ``guild``."""
        ...


class OpenSessionOf(Protocol):
    """Returns whether a session is open, fast enough for every roll."""

    async def __call__(self, guild: GuildId) -> bool:
        """Return whether a session is open in ``guild``; the answer may be some seconds old.

        Raises ``Unavailable``.
        """
        ...
