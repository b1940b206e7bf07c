"""AddWords: a player adds words of their own to the dice to come in a fair session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dice.fair_errors import NoSessionOpen, SessionIsFull
from nazh.application.dice.fair_play import FULL, seat_in
from nazh.application.dice.ports import OpenLedger, Proof
from nazh.application.shared.ports import Clock
from nazh.domain.dice.proof import Joined, digest_of, read_entry
from nazh.domain.dice.proof.mixing import digest_of_words
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId

LONGEST: Final = 200
"""Characters of words; the chain holds their digest alone."""


@dataclass(frozen=True, slots=True)
class WordsRequest:
    """Who adds which words where. The same ``id`` twice is the same request."""

    id: RequestId
    server: ServerId
    by: PlayerId
    words: str


@dataclass(frozen=True, slots=True)
class Added:
    """The number of the player in the session, what the chain tells of the words, and where."""

    player: int
    words: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class AddWords:
    """Let a player's words count in every throw from now on."""

    open_ledger: OpenLedger
    clock: Clock

    async def __call__(self, request: WordsRequest) -> Added:
        """Return where the words stand. Raises NoSessionOpen and SessionIsFull."""
        async with self.open_ledger(request.id, request.server) as ledger:
            seat = await seat_in(ledger, request.by, request.id)
            if seat is None:
                raise NoSessionOpen
            if seat.place.line is not None:
                return _told_before(seat.kept.state.id, seat.place.line)
            if seat.kept.size >= FULL:
                raise SessionIsFull
            proof = seat.joined(request.words, self.clock.now())
            await ledger.commit()
        return Added(seat.number, digest_of_words(request.words), proof)


def _told_before(session: str, line: str) -> Added:
    entry = read_entry(line)
    if not isinstance(entry, Joined):
        raise ValueError("words were added under the id of another request")
    return Added(entry.player, entry.words, Proof(session, entry.n, digest_of(line)))
