"""Models an open fair session and the operations that add receipts to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from nazh.domain.dice.fair.commitments import commitment_of, fair_rng, first_mix
from nazh.domain.dice.fair.entries import (
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Spoiled,
    Totals,
)
from nazh.domain.dice.fair.receipt_writer import (
    digest_of,
    write_entry,
    write_numbers,
    write_rolled,
    write_totals,
)
from nazh.domain.dice.rolls import Roll, RollPlan
from nazh.domain.dice.rulesets import Ruleset
from nazh.domain.kernel.fair.commitments import digest_of_words, mixed
from nazh.domain.kernel.fair.fair_rng import FairRng
from nazh.domain.kernel.identity import GuildId

# Calling ``tuple.__new__`` avoids the named tuples' constructors, which double the cost.
_new = tuple.__new__


class Receipt(NamedTuple):
    """A line of the chain: its position, its text without newline, its digest in 64 hex digits."""

    n: int
    line: str
    digest: str


class FairSession(NamedTuple):
    """An open session, with everything that determines its next entry.

    ``id`` is 16 lower-case hex digits; ``secret`` and ``mix`` are 32 bytes each. ``counter`` is the
    counter of the next throw, ``n`` the position of the next entry, ``last`` the digest of the line
    before it, and ``players`` how many numbers were assigned to players, from 1. The secret
    predicts all dice to come, so it is excluded from every ``repr``.
    """

    id: str
    secret: bytes
    mix: bytes
    counter: int
    n: int
    last: str
    players: int

    def __repr__(self) -> str:
        return f"FairSession(id={self.id!r}, counter={self.counter}, n={self.n})"

    @property
    def commitment(self) -> str:
        """The published commitment to the secret, in 64 hex digits."""
        return commitment_of(self.secret, self.id)

    @property
    def dice(self) -> FairRng:
        """The randomness of the next counter. Each draw must be recorded by a step below."""
        return fair_rng(self.secret, self.id, self.mix, self.counter)

    def joined(self, player: int, words: str, at: datetime) -> tuple[Receipt, FairSession]:
        """Mix a player's words into all later throws. ``player``: see ``rolled``."""
        digest = digest_of_words(words)
        players = self._players_after(player)
        receipt = _receipt(Joined(self.n, self.last, at, player, digest))
        mix = mixed(self.mix, player, digest)
        session = self._replace(mix=mix, n=self.n + 1, last=receipt.digest, players=players)
        return receipt, session

    def rolled(
        self, player: int, rolls: Sequence[Roll], at: datetime
    ) -> tuple[Receipt, FairSession]:
        """Record a throw of ``dice``, one roll for each repeat.

        ``player`` is the player's number in the session, either already assigned or the next one.
        """
        session, secret, mix, counter, n, before, players = self
        if player > players:
            players = self._players_after(player)
        roll = rolls[0]
        plan, faces = roll[0]
        if len(rolls) == 1:
            totals = f"[{write_numbers([pool.total for pool in roll[2]])}]"
        else:
            faces = [face for fair_roll in rolls for face in fair_roll.throw.faces]
            totals = write_totals(totals_of(rolls))
        line = write_rolled(
            n, before, at, counter, player, roll[1].recorded_as, plan.notation, faces, totals
        )
        digest = digest_of(line)
        after = (session, secret, mix, counter + 1, n + 1, digest, players)
        return _new(Receipt, (n, line, digest)), _new(FairSession, after)

    def spoiled(
        self, player: int, plan: RollPlan, ruleset: Ruleset, at: datetime
    ) -> tuple[Receipt, FairSession]:
        """Use up the randomness of a roll that divided by zero after dice were drawn."""
        players = self._players_after(player)
        rules = ruleset.recorded_as
        entry = Spoiled(self.n, self.last, at, self.counter, player, rules, plan.notation)
        return self._with_counter_used(entry, players)

    def plot_die_added(
        self, of: int, rolls: Sequence[Roll], at: datetime
    ) -> tuple[Receipt, FairSession]:
        """Record the plot die that was drawn from ``dice`` for the roll at ``of``.

        ``rolls`` include the die, one for each repeat.
        """
        faces = tuple([roll.throw.faces[-1] for roll in rolls])
        notation = rolls[0].throw.plan.notation
        totals = totals_of(rolls)
        entry = PlotDieAdded(self.n, self.last, at, self.counter, of, notation, faces, totals)
        return self._with_counter_used(entry, self.players)

    def closed(self, at: datetime) -> Receipt:
        """End the session by disclosing the secret. No dice may be drawn afterwards."""
        return _receipt(Closed(self.n, self.last, at, self.secret.hex()))

    def _players_after(self, player: int) -> int:
        """Return how many numbers are assigned once ``player`` has one."""
        if player <= self.players:
            return self.players
        if player > self.players + 1:
            raise ValueError(f"player {player} comes before player {self.players + 1}")
        return player

    def _with_counter_used(
        self, entry: Spoiled | PlotDieAdded, players: int
    ) -> tuple[Receipt, FairSession]:
        """Return the receipt of an entry that uses the counter, and the session after it."""
        receipt = _receipt(entry)
        counter, n = self.counter + 1, self.n + 1
        after = self._replace(counter=counter, n=n, last=receipt.digest, players=players)
        return receipt, after


def open_session(
    session: str, secret: bytes, guild: GuildId, at: datetime
) -> tuple[Receipt, FairSession]:
    """Begin a session with a new ``secret`` of 32 bytes, bound by its commitment.

    ``session`` is 16 lower-case hex digits, used for no other session.
    """
    commitment = commitment_of(secret, session)
    receipt = _receipt(Opened(0, at, session, str(guild), commitment))
    opened = FairSession(session, secret, first_mix(session), 0, 1, receipt.digest, 0)
    return receipt, opened


def totals_of(rolls: Sequence[Roll]) -> Totals:
    """Return the totals that a receipt records."""
    return tuple([tuple([pool.total for pool in roll.pools]) for roll in rolls])


def _receipt(entry: Entry) -> Receipt:
    line = write_entry(entry)
    return Receipt(entry.n, line, digest_of(line))
