"""Adds a player's words to all later dice of a fair session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dice.fair.errors import NoSessionOpen, SessionIsFull
from nazh.application.dice.fair.fair_rolls import MAX_CHAIN_BYTES, find_participant
from nazh.application.dice.ports import FairSessionStore, OpenRolls, RecordedLine
from nazh.application.shared.ports import Clock
from nazh.domain.dice.fair import Joined, digest_of, read_entry
from nazh.domain.dice.records import Proof
from nazh.domain.kernel.fair.commitments import digest_of_words
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

MAX_WORDS_LENGTH: Final = 200
"""Characters of words. The chain contains only their digest."""


@dataclass(frozen=True, slots=True)
class WordsRequest:
    """A request to add words. Requests with the same ``id`` are one request."""

    id: RequestId
    guild: GuildId
    by: UserId
    words: str


@dataclass(frozen=True, slots=True)
class AddedWords:
    """The player's number in the session, the published digest of the words, and its proof."""

    player: int
    words: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class AddWords:
    """Mixes a player's words into every later throw."""

    open_ledger: OpenRolls
    sessions: FairSessionStore
    clock: Clock

    async def __call__(self, request: WordsRequest) -> AddedWords:
        """Return where the words were recorded. Raises NoSessionOpen and SessionIsFull."""
        async with self.open_ledger(request.id, request.guild) as ledger:
            participant = await find_participant(ledger, request.by, request.id)
            if participant is not None and participant.state.line is None:
                if participant.session.size >= MAX_CHAIN_BYTES:
                    raise SessionIsFull
                proof = participant.joined(request.words, self.clock.now())
                await ledger.commit()
                return AddedWords(participant.number, digest_of_words(request.words), proof)
        # They may be in an earlier session, closed since, while another one is open.
        recorded = await self.sessions.find_by_request(request.id)
        if recorded is None:
            raise NoSessionOpen
        return _added_before(recorded)


def _added_before(recorded: RecordedLine) -> AddedWords:
    entry = read_entry(recorded.line)
    if not isinstance(entry, Joined):
        raise ValueError("words were added under the id of another request")
    proof = Proof(recorded.session.state.id, entry.n, digest_of(recorded.line))
    return AddedWords(entry.player, entry.words, proof)
