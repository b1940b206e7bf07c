"""FairSession: an open session as it stands, and the steps that it can take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from nazh.domain.dice.fair.commitments import commitment_of, digest_of_words, first_mix, mixed
from nazh.domain.dice.fair.entries import (
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Spoiled,
    Totals,
)
from nazh.domain.dice.fair.fair_rng import FairRng
from nazh.domain.dice.fair.receipt_writer import (
    digest_of,
    write_entry,
    write_numbers,
    write_rolled,
    write_totals,
)
from nazh.domain.dice.rolls import Roll, RollPlan
from nazh.domain.dice.rulesets import Ruleset
from nazh.domain.kernel.identity import GuildId

# Past the named tuples' own constructors, which cost twice as much as the tuples they make.
_new = tuple.__new__


class Receipt(NamedTuple):
    """One line of the chain: its place, its text without newline, its digest in 64 hex digits."""

    n: int
    line: str
    digest: str


class FairSession(NamedTuple):
    """A session that is open: all that its next entry follows from.

    ``id`` is 16 lower-case hex digits; ``secret`` and ``mix`` are 32 bytes each. ``counter`` is
    that of the next use of chance, ``n`` the place of the next entry, ``last`` the digest of the
    line before it, and ``players`` says how many numbers have been given to players, from 1.
    Whoever knows the secret knows the dice to come, so that it is in no ``repr``.
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
        """What was published of the secret, in 64 hex digits."""
        return commitment_of(self.secret, self.id)

    @property
    def dice(self) -> FairRng:
        """The chance of the next counter. Whatever draws from it takes one of the steps below."""
        return FairRng(self.secret, self.id, self.mix, self.counter)

    def joined(self, player: int, words: str, at: datetime) -> tuple[Receipt, FairSession]:
        """Let the words of a player count from the next throw on. ``player``: see ``rolled``."""
        digest = digest_of_words(words)
        players = self._players_after(player)
        receipt = _receipt(Joined(self.n, self.last, at, player, digest))
        mix = mixed(self.mix, player, digest)
        session = self._replace(mix=mix, n=self.n + 1, last=receipt.digest, players=players)
        return receipt, session

    def rolled(
        self, player: int, rolls: Sequence[Roll], at: datetime
    ) -> tuple[Receipt, FairSession]:
        """Put on record what fell from ``dice``, one roll for each repeat.

        ``player`` is the number of the one who rolled: one that was given before, or the next.
        """
        session, secret, mix, counter, n, before, players = self
        if player > players:
            players = self._players_after(player)
        roll = rolls[0]
        plan, faces = roll[0]
        if len(rolls) == 1:
            totals = f"[{write_numbers([pool.total for pool in roll[2]])}]"
        else:
            faces = [face for one in rolls for face in one.throw.faces]
            totals = write_totals(totals_of(rolls))
        line = write_rolled(
            n, before, at, counter, player, roll[1].name, plan.notation, faces, totals
        )
        digest = digest_of(line)
        after = (session, secret, mix, counter + 1, n + 1, digest, players)
        return _new(Receipt, (n, line, digest)), _new(FairSession, after)

    def spoiled(
        self, player: int, plan: RollPlan, ruleset: Ruleset, at: datetime
    ) -> tuple[Receipt, FairSession]:
        """Use up the chance of a roll that divided by zero after dice had fallen."""
        players = self._players_after(player)
        entry = Spoiled(self.n, self.last, at, self.counter, player, ruleset.name, plan.notation)
        return self._drawn_faces(entry, players)

    def plot_die_added(
        self, of: int, rolls: Sequence[Roll], at: datetime
    ) -> tuple[Receipt, FairSession]:
        """Put on record the plot die that fell from ``dice`` beside the roll at ``of``.

        ``rolls`` are those with the die, one for each repeat.
        """
        faces = tuple([roll.throw.faces[-1] for roll in rolls])
        notation = rolls[0].throw.plan.notation
        totals = totals_of(rolls)
        entry = PlotDieAdded(self.n, self.last, at, self.counter, of, notation, faces, totals)
        return self._drawn_faces(entry, self.players)

    def closed(self, at: datetime) -> Receipt:
        """End the session: tell the secret. Nothing may fall from ``dice`` after this."""
        return _receipt(Closed(self.n, self.last, at, self.secret.hex()))

    def _players_after(self, player: int) -> int:
        """Return how many numbers are given once ``player`` has one."""
        if player <= self.players:
            return self.players
        if player > self.players + 1:
            raise ValueError(f"player {player} comes before player {self.players + 1}")
        return player

    def _drawn_faces(
        self, entry: Spoiled | PlotDieAdded, players: int
    ) -> tuple[Receipt, FairSession]:
        receipt = _receipt(entry)
        counter, n = self.counter + 1, self.n + 1
        after = self._replace(counter=counter, n=n, last=receipt.digest, players=players)
        return receipt, after


def open_session(
    session: str, secret: bytes, guild: GuildId, at: datetime
) -> tuple[Receipt, FairSession]:
    """Begin a session with a fresh ``secret`` of 32 bytes, bound by its commitment.

    ``session`` is 16 lower-case hex digits, used for no other session.
    """
    commitment = commitment_of(secret, session)
    receipt = _receipt(Opened(0, at, session, str(guild), commitment))
    opened = FairSession(session, secret, first_mix(session), 0, 1, receipt.digest, 0)
    return receipt, opened


def totals_of(rolls: Sequence[Roll]) -> Totals:
    """Return the totals that a receipt tells."""
    return tuple([tuple([pool.total for pool in roll.pools]) for roll in rolls])


def _receipt(entry: Entry) -> Receipt:
    line = write_entry(entry)
    return Receipt(entry.n, line, digest_of(line))
