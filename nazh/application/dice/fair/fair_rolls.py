"""FairRolls: whose chance a roll takes, the system's or that of the session open on its server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple, NoReturn

from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.ports import (
    ChainEntry,
    FairChainWriter,
    FairSessionRecord,
    OpenSessionOf,
    ParticipantState,
    Proof,
    RollLedger,
)
from nazh.domain.dice import Roll, RollPlan
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.fair import FairSession, Receipt, Spoiled, read_entry
from nazh.domain.dice.rulesets import Ruleset
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.domain.kernel.rng import Rng

MAX_CHAIN_BYTES: Final = 8 * 1024 * 1024
"""Bytes of receipts after which a session takes no more of them; Discord takes files of 10 MiB.

That is about 25,000 rolls. A session that came back with a backup is taken for full, whatever it
has: from where it stands, what fell since the backup would fall once more.
"""


# Past the named tuples' own constructors, which cost twice as much as the tuples they make.
_new = tuple.__new__


class Participant(NamedTuple):
    """A player's place in a session that nobody else can take a step in now.

    Exactly one step is put down in it, which is kept when the ledger commits.
    """

    chain: FairChainWriter
    state: ParticipantState
    player: UserId
    request_id: RequestId

    @property
    def session(self) -> FairSessionRecord:
        """The session as it stands."""
        return self.state.session

    @property
    def dice(self) -> Rng:
        """The chance that the step takes, from its beginning whenever it is asked for."""
        return self.state.session.state.dice

    @property
    def number(self) -> int:
        """The player's number in the session: the one that was given, or else the next."""
        session, number, _ = self.state
        return session.state.players + 1 if number is None else number

    def rolled(self, rolls: Sequence[Roll], at: datetime) -> Proof:
        """Put down what fell from ``dice``."""
        receipt, after = self.state.session.state.rolled(self.number, rolls, at)
        return self._put(receipt, after, at)

    def spoiled(self, plan: RollPlan, ruleset: Ruleset, at: datetime) -> None:
        """Put down that what fell from ``dice`` divided by zero."""
        state = self.session.state
        self._put(*state.spoiled(self.number, plan, ruleset, at), at)

    def plot_die_added(self, of: Proof, rolls: Sequence[Roll], at: datetime) -> Proof:
        """Put down the plot die that fell from ``dice`` beside the roll at ``of``."""
        receipt, after = self.session.state.plot_die_added(of.n, rolls, at)
        return self._put(receipt, after, at)

    def joined(self, words: str, at: datetime) -> Proof:
        """Put down the player's words."""
        return self._put(*self.session.state.joined(self.number, words, at), at)

    def _put(self, receipt: Receipt, after: FairSession, at: datetime) -> Proof:
        chain, (session, number, _), player, request_id = self
        newcomer = None
        if number is None and after.players > session.state.players:
            newcomer = (player, after.players)
        chain.append(
            _new(ChainEntry, (receipt, after, session.guild, at, request_id, newcomer, False))
        )
        return _new(Proof, (after.id, receipt.n, receipt.digest))


async def find_participant(
    ledger: RollLedger, player: UserId, request_id: RequestId
) -> Participant | None:
    """Return a seat in the session that the ledger may go on with; ``None`` where none is open."""
    state = await ledger.fair.state(player, request_id)
    return None if state is None else _new(Participant, (ledger.fair, state, player, request_id))


@dataclass(frozen=True, slots=True)
class FairRolls:
    """Finds the seat of a roll. Without ``open_here`` there is none anywhere."""

    open_session_of: OpenSessionOf | None = None

    async def active_guild(self, guild: GuildId | None, *, is_secret: bool) -> GuildId | None:
        """Return the server where a roll may have a seat; ``None`` where its dice are the system's.

        Secret rolls have none: the chain would tell them. Raises ``Unavailable``.
        """
        if guild is None or is_secret or self.open_session_of is None:
            return None
        return guild if await self.open_session_of(guild) else None

    async def participant(
        self, ledger: RollLedger, player: UserId, request_id: RequestId
    ) -> Participant | None:
        """Return the seat of a roll; ``None`` where the session is closed meanwhile, or full.

        Raises DivisionByZero again where the roll came to that before, and RollForgotten where
        it came to something.
        """
        chain = ledger.fair
        state = await chain.state(player, request_id)
        if state is None:
            return None
        if state.line is not None:
            _refuse_repeat(state.line)
        if state.session.size >= MAX_CHAIN_BYTES:
            return None
        return _new(Participant, (chain, state, player, request_id))


def _refuse_repeat(line: str) -> NoReturn:
    """Refuse what has an entry in the chain already."""
    raise DivisionByZero if isinstance(read_entry(line), Spoiled) else RollForgotten


NO_FAIR_ROLLS: Final = FairRolls()
