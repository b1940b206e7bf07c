"""Stores fair sessions in memory, and evicts those that have been idle longest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.dice.ports.fair import (
    ChainEntry,
    FairSessionRecord,
    ParticipantState,
    RecordedLine,
)
from nazh.application.dice.ports.ledger import AlreadyRecorded
from nazh.application.shared.keyed_lock import KeyedLock
from nazh.domain.dice.fair import digest_of
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

MAX_BYTES: Final = 32 * 1024 * 1024
"""Bytes in the lines of all sessions together."""


# Calling ``tuple.__new__`` avoids the named tuples' constructors, which double the cost.
_new = tuple.__new__


@dataclass(slots=True)
class _Chain:
    """A session with its chain and its participants."""

    session: FairSessionRecord
    lines: list[str]
    lines_by_request: dict[RequestId, str]
    numbers: dict[UserId, int]


class MemoryFairSessionStore:
    """Satisfies ``FairSessionStore``. For one event loop."""

    __slots__ = ("_chains", "_chains_by_request", "_limit", "_open", "_size", "lock")

    def __init__(self, limit: int = MAX_BYTES) -> None:
        self._chains: OrderedDict[str, _Chain] = OrderedDict()
        self._open: dict[GuildId, _Chain] = {}
        self._chains_by_request: dict[RequestId, _Chain] = {}
        self._limit = limit
        self._size = 0
        self.lock = KeyedLock()

    async def open_guilds(self) -> frozenset[GuildId]:
        """Return the guilds with an open session."""
        return frozenset(self._open)

    async def latest(self, guild: GuildId) -> FairSessionRecord | None:
        """Return the open session, or else the one that was opened last."""
        here = [chain.session for chain in self._chains.values() if chain.session.guild == guild]
        return max(here, key=lambda kept: (kept.closing is None, kept.opened), default=None)

    async def find_by_request(self, request: RequestId) -> RecordedLine | None:
        """Return what ``request`` added."""
        chain = self._chains_by_request.get(request)
        return (
            None if chain is None else RecordedLine(chain.session, chain.lines_by_request[request])
        )

    async def lines(self, session: str) -> tuple[str, ...]:
        """Return the chain of a session in its order."""
        chain = self._chains.get(session)
        return () if chain is None else tuple(chain.lines)

    async def digest(self, guild: GuildId, n: int, short: str) -> str | None:
        """Return the full digest of an entry."""
        for chain in self._chains.values():
            if chain.session.guild == guild and n < len(chain.lines):
                digest = digest_of(chain.lines[n])
                if digest.startswith(short):
                    return digest
        return None

    def state(
        self, guild: GuildId, player: UserId, request_id: RequestId
    ) -> ParticipantState | None:
        """Return a player's state in the open session of ``guild``."""
        chain = self._open.get(guild)
        if chain is None:
            return None
        earlier = self._chains_by_request.get(request_id)
        line = None if earlier is None else earlier.lines_by_request[request_id]
        return _new(ParticipantState, (chain.session, chain.numbers.get(player), line))

    def add(self, step: ChainEntry) -> None:
        """Append an entry to its chain, and evict idle sessions beyond the limit.

        Raises ``AlreadyRecorded`` if its request already has an entry, and ``Unavailable`` if the
        chain was continued meanwhile.
        """
        (n, line, _), after, guild, at, request_id, newcomer, closes = step
        if request_id in self._chains_by_request:
            raise AlreadyRecorded(request_id)
        session = after.id
        chain = self._chains.get(session)
        if chain is None:
            if n != 0 or guild in self._open:
                raise Unavailable("the fair session")
            chain = _Chain(FairSessionRecord(after, guild, at, at, 0), [], {}, {})
            self._chains[session] = self._open[guild] = chain
        elif n != chain.session.state.n:
            raise Unavailable("the fair session")
        more = len(line) + 1
        _, _, opened, _, size, _ = chain.session
        closing = request_id if closes else None
        chain.session = _new(FairSessionRecord, (after, guild, opened, at, size + more, closing))
        chain.lines.append(line)
        chain.lines_by_request[request_id] = line
        self._chains_by_request[request_id] = chain
        if newcomer is not None:
            player, number = newcomer
            chain.numbers[player] = number
        if closes:
            del self._open[guild]
        self._chains.move_to_end(session)
        self._size += more
        while self._size > self._limit and len(self._chains) > 1:
            self._forget(next(iter(self._chains)))

    def numbers(self, of: UserId) -> tuple[tuple[FairSessionRecord, int], ...]:
        """Return the sessions in which a player has a number, and the number."""
        chains = (chain for chain in self._chains.values() if of in chain.numbers)
        return tuple((chain.session, chain.numbers[of]) for chain in chains)

    def forget_user(self, player: UserId) -> None:
        """Unlink the numbers of a player."""
        for chain in self._chains.values():
            chain.numbers.pop(player, None)

    def forget(self, before: datetime | None = None, guild: GuildId | None = None) -> None:
        """Delete the sessions of a guild, or those without activity since ``before``."""
        deleted = [
            session
            for session, chain in self._chains.items()
            if (before is None or chain.session.latest < before)
            and (guild is None or chain.session.guild == guild)
        ]
        for session in deleted:
            self._forget(session)

    def _forget(self, session: str) -> None:
        chain = self._chains.pop(session)
        for request in chain.lines_by_request:
            del self._chains_by_request[request]
        kept = chain.session
        self._size -= kept.size
        if kept.closing is None:
            del self._open[kept.guild]


class MemoryFairChainWriter:
    """Satisfies ``FairChainWriter`` within one ledger."""

    __slots__ = ("_about", "_fair", "_guild", "_steps")

    def __init__(self, fair: MemoryFairSessionStore, guild: GuildId) -> None:
        self._fair = fair
        self._guild = guild
        self._about = str(guild)
        self._steps: list[ChainEntry] = []

    def enter(self) -> Coroutine[None, None, None]:
        """Wait until no other ledger uses the session."""
        return self._fair.lock.acquire(self._about)

    async def state(self, player: UserId, request_id: RequestId) -> ParticipantState | None:
        """Return a player's state."""
        return self._fair.state(self._guild, player, request_id)

    def append(self, step: ChainEntry) -> None:
        """Append an entry to the chain when the ledger commits."""
        self._steps.append(step)

    def keep(self) -> None:
        """Commit appended entries."""
        for step in self._steps:
            self._fair.add(step)
        self._steps.clear()

    def leave(self) -> None:
        """Release the session, and discard what was not committed."""
        self._fair.lock.release(self._about)
