"""The fair sessions in memory: bounded, those that rest longest are forgotten first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.dice.ports.fair import KeptSession, Place, Step
from nazh.application.shared.turns import Turns
from nazh.domain.dice.proof import digest_of
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId

BYTES_KEPT: Final = 32 * 1024 * 1024
"""In the lines of all sessions together."""


@dataclass(slots=True)
class _Chain:
    """A session with all that is in it."""

    kept: KeptSession
    lines: list[str]
    made: dict[RequestId, str]
    numbers: dict[PlayerId, int]


class MemoryFair:
    """Satisfies ``FairBook``. For one event loop."""

    __slots__ = ("_chains", "_most", "_size", "turns")

    def __init__(self, most: int = BYTES_KEPT) -> None:
        self._chains: dict[str, _Chain] = {}
        self._most = most
        self._size = 0
        self.turns = Turns()

    async def open_on(self) -> frozenset[ServerId]:
        """Return the servers on which a session is open."""
        kept = (chain.kept for chain in self._chains.values())
        return frozenset(session.server for session in kept if session.closing is None)

    async def latest(self, server: ServerId) -> KeptSession | None:
        """Return the session that is open, or else the one that was opened last."""
        here = [chain.kept for chain in self._chains.values() if chain.kept.server == server]
        return max(here, key=lambda kept: (kept.closing is None, kept.opened), default=None)

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
        for chain in self._chains.values():
            if chain.kept.server == server and chain.kept.closing is None:
                return Place(chain.kept, chain.numbers.get(player), chain.made.get(under))
        return None

    def add(self, step: Step) -> None:
        """Put an entry into its chain, and forget what rests longest beyond the bound.

        Raises ``Unavailable`` where the chain went on meanwhile.
        """
        receipt, session = step.receipt, step.after.id
        chain = self._chains.get(session)
        if receipt.n != (0 if chain is None else chain.kept.state.n):
            raise Unavailable("the fair session")
        if chain is None:
            kept = KeptSession(step.after, step.server, step.at, step.at, 0)
            chain = _Chain(kept, [], {}, {})
        chain.kept = KeptSession(
            step.after,
            step.server,
            chain.kept.opened,
            step.at,
            chain.kept.size + step.bytes,
            step.under if step.closes else None,
        )
        chain.lines.append(receipt.line)
        chain.made[step.under] = receipt.line
        if step.newcomer is not None:
            player, number = step.newcomer
            chain.numbers[player] = number
        self._chains.pop(session, None)
        self._chains[session] = chain
        self._size += step.bytes
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
        self._size -= self._chains.pop(session).kept.size


class MemoryFairTable:
    """Satisfies ``FairTable`` within one ledger."""

    __slots__ = ("_fair", "_server", "_steps")

    def __init__(self, fair: MemoryFair, server: ServerId) -> None:
        self._fair = fair
        self._server = server
        self._steps: list[Step] = []

    async def enter(self) -> None:
        """Wait until nobody else goes on with the session."""
        await self._fair.turns.take(str(self._server))

    async def place(self, player: PlayerId, under: RequestId) -> Place | None:
        """Return where a player stands."""
        return self._fair.place(self._server, player, under)

    async def put(self, step: Step) -> None:
        """Put an entry into the chain once the ledger commits."""
        self._steps.append(step)

    def keep(self) -> None:
        """Keep what was put."""
        for step in self._steps:
            self._fair.add(step)
        self._steps.clear()

    def leave(self) -> None:
        """Undo what was not kept, and let others go on with the session."""
        self._steps.clear()
        self._fair.turns.end(str(self._server))
