"""Fair sessions as Discord messages. Pure."""

from __future__ import annotations

from nazh.adapters.inbound.discord.answers import EPHEMERAL, NO_MENTIONS, Answer, File, Json, Kind
from nazh.adapters.inbound.discord.courier import Errand, ErrandAnswer
from nazh.adapters.inbound.discord.dice.presenter import BLUE, GOLD
from nazh.adapters.inbound.wording.dice import fair as said
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.add_words import Added
from nazh.application.dice.ports import KeptSession, Proof
from nazh.application.dice.show_receipts import Receipts


def opened_message(session: KeptSession, words: Words) -> Answer:
    """Return the public message that binds the bot to its secret."""
    proof = Proof(session.state.id, session.state.n - 1, session.state.last)
    return Answer(
        Kind.MESSAGE, _body(said.opened_text(session, words), said.proof_line(proof, words), GOLD)
    )


def added_answer(added: Added, who: int, request: str, private: Words, public: Words) -> Answer:
    """Return what the one who added words is told, and behind it what everybody is."""
    told = Answer(Kind.MESSAGE, {**_body(said.keep_words_text(added, private)), "flags": EPHEMERAL})
    for_all = _body(said.added_text(who, added, public), said.proof_line(added.proof, public))
    errand = Errand(f"{request}+words", for_all)
    return ErrandAnswer(told.kind, told.data, otherwise=told, errands=(errand,))


def status_message(session: KeptSession, words: Words) -> Answer:
    """Return how a session stands, for the one who asked alone."""
    return Answer(Kind.MESSAGE, {**_body(said.status_text(session, words)), "flags": EPHEMERAL})


def receipts_message(receipts: Receipts, words: Words) -> Answer:
    """Return the receipts as a file, for the one who asked alone."""
    text = said.receipts_text(receipts.session, len(receipts.lines), words)
    return Answer(Kind.MESSAGE, {**_body(text), "flags": EPHEMERAL}, _file(receipts))


def closed_message(receipts: Receipts, words: Words) -> Answer:
    """Return the public message that reveals the secret, with all receipts as a file."""
    session = receipts.session
    proof = Proof(session.state.id, session.state.n - 1, session.state.last)
    body = _body(said.closed_text(session, words), said.proof_line(proof, words), GOLD)
    return Answer(Kind.MESSAGE, body, _file(receipts))


def _file(receipts: Receipts) -> File:
    content = "".join(f"{line}\n" for line in receipts.lines)
    return File(said.receipts_name(receipts.session), content.encode("ascii"))


def _body(text: str, foot: str | None = None, colour: int = BLUE) -> Json:
    footer = {} if foot is None else {"footer": {"text": foot}}
    return {
        "embeds": ({"description": text, "color": colour, **footer},),
        "allowed_mentions": NO_MENTIONS,
    }
