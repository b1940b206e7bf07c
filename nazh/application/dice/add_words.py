"""AddWords: a player adds words of their own to the dice to come in a fair session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dice.fair_errors import NoSessionOpen, SessionIsFull
from nazh.application.dice.fair_play import FULL, seat_in
from nazh.application.dice.ports import FairBook, Made, OpenLedger, Proof
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
    book: FairBook
    clock: Clock

    async def __call__(self, request: WordsRequest) -> Added:
        """Return where the words stand. Raises NoSessionOpen and SessionIsFull."""
        async with self.open_ledger(request.id, request.server) as ledger:
            seat = await seat_in(ledger, request.by, request.id)
            if seat is not None and seat.place.line is None:
                if seat.kept.size >= FULL:
                    raise SessionIsFull
                proof = seat.joined(request.words, self.clock.now())
                await ledger.commit()
                return Added(seat.number, digest_of_words(request.words), proof)
        # They may stand in a session that was closed meanwhile, beside one that is open.
        made_before = await self.book.made_under(request.id)
        if made_before is None:
            raise NoSessionOpen
        return _told_before(made_before)


def _told_before(made: Made) -> Added:
    entry = read_entry(made.line)
    if not isinstance(entry, Joined):
        raise ValueError("words were added under the id of another request")
    proof = Proof(made.kept.state.id, entry.n, digest_of(made.line))
    return Added(entry.player, entry.words, proof)
