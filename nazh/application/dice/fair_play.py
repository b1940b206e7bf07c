"""FairPlay: whose chance a roll takes, the system's or that of the session open on its server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NoReturn

from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.ports import (
    DiceLedger,
    FairTable,
    KeptSession,
    OpenHere,
    Place,
    Proof,
    Step,
)
from nazh.domain.dice import Roll, RollPlan
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.proof import FairSession, Receipt, Spoiled, read_entry
from nazh.domain.dice.rulesets import Ruleset
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from nazh.domain.kernel.rng import Rng

FULL: Final = 8 * 1024 * 1024
"""Bytes of receipts after which a session takes no more of them; Discord takes files of 10 MiB.

That is about 25,000 rolls.
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """A player's place in a session that nobody else can take a step in now.

    Exactly one step is put down in it, which is kept when the ledger commits.
    """

    table: FairTable
    place: Place
    player: PlayerId
    under: RequestId

    @property
    def kept(self) -> KeptSession:
        """The session as it stands."""
        return self.place.kept

    @property
    def dice(self) -> Rng:
        """The chance that the step takes, from its beginning whenever it is asked for."""
        return self.kept.state.dice

    @property
    def number(self) -> int:
        """The player's number in the session: the one that was given, or else the next."""
        return self.kept.state.players + 1 if self.place.number is None else self.place.number

    async def rolled(self, rolls: Sequence[Roll], at: datetime) -> Proof:
        """Put down what fell from ``dice``."""
        return await self._put(*self.kept.state.rolled(self.number, rolls, at), at)

    async def spoiled(self, plan: RollPlan, ruleset: Ruleset, at: datetime) -> None:
        """Put down that what fell from ``dice`` divided by zero."""
        state = self.kept.state
        await self._put(*state.spoiled(self.number, plan, ruleset, at), at)

    async def plot_die_added(self, of: Proof, rolls: Sequence[Roll], at: datetime) -> Proof:
        """Put down the plot die that fell from ``dice`` beside the roll at ``of``."""
        receipt, after = self.kept.state.plot_die_added(of.n, rolls, at)
        return await self._put(receipt, after, at)

    async def joined(self, words: str, at: datetime) -> Proof:
        """Put down the player's words."""
        return await self._put(*self.kept.state.joined(self.number, words, at), at)

    async def _put(self, receipt: Receipt, after: FairSession, at: datetime) -> Proof:
        is_new = self.place.number is None and after.players == self.number
        newcomer = (self.player, self.number) if is_new else None
        step = Step(receipt, after, self.kept.server, at, self.under, newcomer)
        await self.table.put(step)
        return Proof(after.id, receipt.n, receipt.digest)


async def seat_in(ledger: DiceLedger, player: PlayerId, under: RequestId) -> Seat | None:
    """Return a seat in the session that the ledger may go on with; ``None`` where none is open."""
    place = await ledger.fair.place(player, under)
    return None if place is None else Seat(ledger.fair, place, player, under)


@dataclass(frozen=True, slots=True)
class FairPlay:
    """Finds the seat of a roll. Without ``open_here`` there is none anywhere."""

    open_here: OpenHere | None = None

    async def on(self, server: ServerId | None, *, is_secret: bool) -> ServerId | None:
        """Return the server where a roll may have a seat; ``None`` where its dice are the system's.

        Secret rolls have none: the chain would tell them. Raises ``Unavailable``.
        """
        if server is None or is_secret or self.open_here is None:
            return None
        return server if await self.open_here(server) else None

    async def seat(self, ledger: DiceLedger, player: PlayerId, under: RequestId) -> Seat | None:
        """Return the seat of a roll; ``None`` where the session is closed meanwhile, or full.

        Raises DivisionByZero again where the roll came to that before, and RollForgotten where
        it came to something.
        """
        seat = await seat_in(ledger, player, under)
        if seat is None or seat.kept.size >= FULL:
            return None
        if seat.place.line is not None:
            _refuse_again(seat.place.line)
        return seat


def _refuse_again(line: str) -> NoReturn:
    """Refuse what has an entry in the chain already."""
    raise DivisionByZero if isinstance(read_entry(line), Spoiled) else RollForgotten


NOT_PROVEN: Final = FairPlay()
