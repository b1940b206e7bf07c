"""FairPlay: whose chance a roll takes, the system's or that of the session open on its server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, NoReturn

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

That is about 25,000 rolls. A session that came back with a backup is taken for full, whatever it
has: from where it stands, what fell since the backup would fall once more.
"""


# Past the named tuples' own constructors, which cost twice as much as the tuples they make.
_new = tuple.__new__


class Seat(NamedTuple):
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
        return self.place.kept.state.dice

    @property
    def number(self) -> int:
        """The player's number in the session: the one that was given, or else the next."""
        kept, number, _ = self.place
        return kept.state.players + 1 if number is None else number

    def rolled(self, rolls: Sequence[Roll], at: datetime) -> Proof:
        """Put down what fell from ``dice``."""
        receipt, after = self.place.kept.state.rolled(self.number, rolls, at)
        return self._put(receipt, after, at)

    def spoiled(self, plan: RollPlan, ruleset: Ruleset, at: datetime) -> None:
        """Put down that what fell from ``dice`` divided by zero."""
        state = self.kept.state
        self._put(*state.spoiled(self.number, plan, ruleset, at), at)

    def plot_die_added(self, of: Proof, rolls: Sequence[Roll], at: datetime) -> Proof:
        """Put down the plot die that fell from ``dice`` beside the roll at ``of``."""
        receipt, after = self.kept.state.plot_die_added(of.n, rolls, at)
        return self._put(receipt, after, at)

    def joined(self, words: str, at: datetime) -> Proof:
        """Put down the player's words."""
        return self._put(*self.kept.state.joined(self.number, words, at), at)

    def _put(self, receipt: Receipt, after: FairSession, at: datetime) -> Proof:
        table, (kept, number, _), player, under = self
        newcomer = None
        if number is None and after.players > kept.state.players:
            newcomer = (player, after.players)
        table.put(_new(Step, (receipt, after, kept.server, at, under, newcomer, False)))
        return _new(Proof, (after.id, receipt.n, receipt.digest))


async def seat_in(ledger: DiceLedger, player: PlayerId, under: RequestId) -> Seat | None:
    """Return a seat in the session that the ledger may go on with; ``None`` where none is open."""
    place = await ledger.fair.place(player, under)
    return None if place is None else _new(Seat, (ledger.fair, place, player, under))


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
        table = ledger.fair
        place = await table.place(player, under)
        if place is None:
            return None
        if place.line is not None:
            _refuse_again(place.line)
        if place.kept.size >= FULL:
            return None
        return _new(Seat, (table, place, player, under))


def _refuse_again(line: str) -> NoReturn:
    """Refuse what has an entry in the chain already."""
    raise DivisionByZero if isinstance(read_entry(line), Spoiled) else RollForgotten


NOT_PROVEN: Final = FairPlay()
