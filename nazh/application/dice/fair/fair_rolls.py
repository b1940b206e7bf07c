"""Selects the source of randomness for a roll, the system or an open fair session."""

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
    RollLedger,
)
from nazh.domain.dice import Roll, RollPlan
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.fair import FairSession, Receipt, Spoiled, read_entry
from nazh.domain.dice.records import Proof
from nazh.domain.dice.rulesets import Ruleset
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.domain.kernel.rng import Rng

MAX_CHAIN_BYTES: Final = 8 * 1024 * 1024
"""Bytes of receipts after which a session is full; Discord accepts files of up to 10 MiB.

That is about 25,000 rolls. A session restored from a backup counts as full, regardless of its size:
continuing it would repeat the dice thrown after the backup.
"""


# Calling ``tuple.__new__`` avoids the named tuples' constructors, which double the cost.
_new = tuple.__new__


class Participant(NamedTuple):
    """A player's exclusive turn to append one entry to a session.

    Exactly one entry is appended, and it is stored when the ledger commits.
    """

    chain: FairChainWriter
    state: ParticipantState
    player: UserId
    request_id: RequestId

    @property
    def session(self) -> FairSessionRecord:
        """The session in its current state."""
        return self.state.session

    @property
    def dice(self) -> Rng:
        """The randomness of this entry; each access starts at its beginning."""
        return self.state.session.state.dice

    @property
    def number(self) -> int:
        """The player's number in the session, or the next one if they have none yet."""
        session, number, _ = self.state
        return session.state.players + 1 if number is None else number

    def rolled(self, rolls: Sequence[Roll], at: datetime) -> Proof:
        """Record a throw of ``dice``."""
        receipt, after = self.state.session.state.rolled(self.number, rolls, at)
        return self._append(receipt, after, at)

    def spoiled(self, plan: RollPlan, ruleset: Ruleset, at: datetime) -> None:
        """Record that a throw of ``dice`` divided by zero."""
        state = self.session.state
        self._append(*state.spoiled(self.number, plan, ruleset, at), at)

    def plot_die_added(self, of: Proof, rolls: Sequence[Roll], at: datetime) -> Proof:
        """Record the plot die that was drawn from ``dice`` for the roll at ``of``."""
        receipt, after = self.session.state.plot_die_added(of.n, rolls, at)
        return self._append(receipt, after, at)

    def joined(self, words: str, at: datetime) -> Proof:
        """Record the player's words."""
        return self._append(*self.session.state.joined(self.number, words, at), at)

    def _append(self, receipt: Receipt, after: FairSession, at: datetime) -> Proof:
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
    """Return the player's turn in the ledger's open session, or ``None`` without a session."""
    state = await ledger.fair.state(player, request_id)
    return None if state is None else _new(Participant, (ledger.fair, state, player, request_id))


@dataclass(frozen=True, slots=True)
class FairRolls:
    """Finds the fair session of a roll. Without ``open_session_of`` there are no sessions."""

    open_session_of: OpenSessionOf | None = None

    async def active_guild(self, guild: GuildId | None, *, is_secret: bool) -> GuildId | None:
        """Return the guild whose session a roll may use, or ``None`` for the system's randomness.

        Secret rolls use no session, because the chain would reveal them. Raises ``Unavailable``.
        """
        if guild is None or is_secret or self.open_session_of is None:
            return None
        return guild if await self.open_session_of(guild) else None

    async def participant(
        self, ledger: RollLedger, player: UserId, request_id: RequestId
    ) -> Participant | None:
        """Return the player's turn, or ``None`` if the session has been closed or is full.

        If the request already has an entry, raises DivisionByZero if the roll divided by zero, and
        otherwise RollForgotten.
        """
        participant = await find_participant(ledger, player, request_id)
        if participant is None:
            return None
        if participant.state.line is not None:
            _refuse_repeat(participant.state.line)
        return None if participant.session.size >= MAX_CHAIN_BYTES else participant


def _refuse_repeat(line: str) -> NoReturn:
    """Refuse a request that already has an entry in the chain."""
    raise DivisionByZero if isinstance(read_entry(line), Spoiled) else RollForgotten


NO_FAIR_ROLLS: Final = FairRolls()
