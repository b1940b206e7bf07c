"""The fair sessions in memory: bounded, those that rest longest are forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.dice.ports.fair import KeptSession, Made, Place, Step
from nazh.application.dice.ports.ledger import AlreadyRecorded
from nazh.application.shared.turns import Turns
from nazh.domain.dice.proof import digest_of
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId

BYTES_KEPT: Final = 32 * 1024 * 1024
"""In the lines of all sessions together."""


# Past the named tuples' own constructors, which cost twice as much as the tuples they make.
_new = tuple.__new__


@dataclass(slots=True)
class _Chain:
    """A session with all that is in it."""

    kept: KeptSession
    lines: list[str]
    made: dict[RequestId, str]
    numbers: dict[PlayerId, int]


class MemoryFair:
    """Satisfies ``FairBook``. For one event loop."""

    __slots__ = ("_chains", "_made", "_most", "_open", "_size", "turns")

    def __init__(self, most: int = BYTES_KEPT) -> None:
        self._chains: OrderedDict[str, _Chain] = OrderedDict()
        self._open: dict[ServerId, _Chain] = {}
        self._made: dict[RequestId, _Chain] = {}
        self._most = most
        self._size = 0
        self.turns = Turns()

    async def open_on(self) -> frozenset[ServerId]:
        """Return the servers on which a session is open."""
        return frozenset(self._open)

    async def latest(self, server: ServerId) -> KeptSession | None:
        """Return the session that is open, or else the one that was opened last."""
        here = [chain.kept for chain in self._chains.values() if chain.kept.server == server]
        return max(here, key=lambda kept: (kept.closing is None, kept.opened), default=None)

    async def made_under(self, request: RequestId) -> Made | None:
        """Return what ``request`` led to."""
        chain = self._made.get(request)
        return None if chain is None else Made(chain.kept, chain.made[request])

    async def lines(self, session: str) -> tuple[str, ...]:
        """Return the chain of a session in its order."""
        chain = self._chains.get(session)
        return () if chain is None else tuple(chain.lines)

    async def digest(self, server: ServerId, n: int, short: str) -> str | None:
        """Return the whole digest of an entry."""
        for chain in self._chains.values():
            if chain.kept.server == server and n < len(chain.lines):
                digest = digest_of(chain.lines[n])
                if digest.startswith(short):
                    return digest
        return None

    def place(self, server: ServerId, player: PlayerId, under: RequestId) -> Place | None:
        """Return where a player stands in the session that is open on ``server``."""
        chain = self._open.get(server)
        if chain is None:
            return None
        made_in = self._made.get(under)
        line = None if made_in is None else made_in.made[under]
        return _new(Place, (chain.kept, chain.numbers.get(player), line))

    def add(self, step: Step) -> None:
        """Put an entry into its chain, and forget what rests longest beyond the bound.

        Raises ``AlreadyRecorded`` where its request led to an entry before, and ``Unavailable``
        where the chain went on meanwhile.
        """
        (n, line, _), after, server, at, under, newcomer, closes = step
        if under in self._made:
            raise AlreadyRecorded(under)
        session = after.id
        chain = self._chains.get(session)
        if chain is None:
            if n != 0 or server in self._open:
                raise Unavailable("the fair session")
            chain = _Chain(KeptSession(after, server, at, at, 0), [], {}, {})
            self._chains[session] = self._open[server] = chain
        elif n != chain.kept.state.n:
            raise Unavailable("the fair session")
        more = len(line) + 1
        _, _, opened, _, size, _ = chain.kept
        closing = under if closes else None
        chain.kept = _new(KeptSession, (after, server, opened, at, size + more, closing))
        chain.lines.append(line)
        chain.made[under] = line
        self._made[under] = chain
        if newcomer is not None:
            player, number = newcomer
            chain.numbers[player] = number
        if closes:
            del self._open[server]
        self._chains.move_to_end(session)
        self._size += more
        while self._size > self._most and len(self._chains) > 1:
            self._forget(next(iter(self._chains)))

    def numbers(self, of: PlayerId) -> tuple[tuple[KeptSession, int], ...]:
        """Return the sessions in which a player has a number, and the number."""
        chains = (chain for chain in self._chains.values() if of in chain.numbers)
        return tuple((chain.kept, chain.numbers[of]) for chain in chains)

    def forget_player(self, player: PlayerId) -> None:
        """Let the numbers of a player be nobody's."""
        for chain in self._chains.values():
            chain.numbers.pop(player, None)

    def forget(self, before: datetime | None = None, server: ServerId | None = None) -> None:
        """Forget sessions: those of a server, or those in which nothing happened since."""
        gone = [
            session
            for session, chain in self._chains.items()
            if (before is None or chain.kept.latest < before)
            and (server is None or chain.kept.server == server)
        ]
        for session in gone:
            self._forget(session)

    def _forget(self, session: str) -> None:
        chain = self._chains.pop(session)
        for request in chain.made:
            del self._made[request]
        kept = chain.kept
        self._size -= kept.size
        if kept.closing is None:
            del self._open[kept.server]


class MemoryFairTable:
    """Satisfies ``FairTable`` within one ledger."""

    __slots__ = ("_about", "_fair", "_server", "_steps")

    def __init__(self, fair: MemoryFair, server: ServerId) -> None:
        self._fair = fair
        self._server = server
        self._about = str(server)
        self._steps: list[Step] = []

    def enter(self) -> Coroutine[None, None, None]:
        """Wait until nobody else goes on with the session."""
        return self._fair.turns.take(self._about)

    async def place(self, player: PlayerId, under: RequestId) -> Place | None:
        """Return where a player stands."""
        return self._fair.place(self._server, player, under)

    def put(self, step: Step) -> None:
        """Put an entry into the chain once the ledger commits."""
        self._steps.append(step)

    def keep(self) -> None:
        """Keep what was put."""
        for step in self._steps:
            self._fair.add(step)
        self._steps.clear()

    def leave(self) -> None:
        """Let others go on with the session; what was not kept is never kept."""
        self._fair.turns.end(self._about)
