"""What the dice use cases ask of storage about verifiable rolls: sessions and their receipts.

The values are named tuples because several are made for every roll in a session.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple, Protocol

from nazh.domain.dice.fair import FairSession, Receipt
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

SHORT: Final = 8
"""Digits of a digest that are shown with a roll."""


class Proof(NamedTuple):
    """The place of a roll in the chain of a fair session: the entry ``n`` from 0, and its digest.

    ``digest`` is the SHA-256 of the entry's line, 64 hexadecimal digits.
    """

    session: str
    n: int
    digest: str

    @property
    def short(self) -> str:
        """The first digits of the digest, as they are shown."""
        return self.digest[:SHORT]


class FairSessionRecord(NamedTuple):
    """A session as it is kept: how it stands, where, and since when.

    ``size`` is the bytes of all lines with their newlines, ``latest`` the instant of the last
    one. ``closing`` is the request that closed it, ``None`` while it is open.
    """

    state: FairSession
    guild: GuildId
    opened: datetime
    latest: datetime
    size: int
    closing: RequestId | None = None


class ChainEntry(NamedTuple):
    """One entry more in the chain of a session, and how the session stands after it.

    The entry 0 opens the session. The same ``under`` leads to one entry only. ``newcomer`` is a
    player to whom the session gives a number from here on.
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
        """What the line takes, with its newline."""
        return len(self.receipt.line) + 1


class ParticipantState(NamedTuple):
    """Where a player stands in the session that is open.

    ``number`` is the one that was given to the player, ``line`` what was made under the request,
    in this session or an earlier one; ``None`` where there is none.
    """

    session: FairSessionRecord
    number: int | None
    line: str | None


class RecordedLine(NamedTuple):
    """What a request led to: the ``line`` in a chain, and the session as it stands now."""

    session: FairSessionRecord
    line: str


class FairChainWriter(Protocol):
    """The session on the server that a ledger was opened for."""

    async def state(self, player: UserId, request_id: RequestId) -> ParticipantState | None:
        """Return where a player stands; ``None`` where no session is open.

        Raises ``Unavailable``.
        """
        ...

    def append(self, step: ChainEntry) -> None:
        """Put an entry into the chain once the ledger commits, with all else or not at all.

        It goes on from where the session stands, or opens one where there is none.
        """
        ...


class FairSessionStore(Protocol):
    """The fair sessions, looked at. All calls raise ``Unavailable``."""

    async def open_guilds(self) -> frozenset[GuildId]:
        """Return the servers on which a session is open."""
        ...

    async def latest(self, guild: GuildId) -> FairSessionRecord | None:
        """Return the session that is open on ``server``, or else the one that was opened last."""
        ...

    async def find_by_request(self, request: RequestId) -> RecordedLine | None:
        """Return what ``request`` led to, in a session that is open or closed."""
        ...

    async def lines(self, session: str) -> tuple[str, ...]:
        """Return the chain of a session in its order, without newlines."""
        ...

    async def digest(self, guild: GuildId, n: int, short: str) -> str | None:
        """Return the whole digest of the entry ``n`` on ``server`` that begins with ``short``."""
        ...


class OpenSessionOf(Protocol):
    """Whether a session is open, on the way of every roll."""

    async def __call__(self, guild: GuildId) -> bool:
        """Whether a session is open on ``server``, as it was some seconds ago at most.

        Raises ``Unavailable``.
        """
        ...
