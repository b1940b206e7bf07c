"""Formats fair sessions as Discord messages. Pure."""

from __future__ import annotations

from dataclasses import replace

from nazh.adapters.inbound.discord.interactions.responses import (
    File,
    Followup,
    Response,
    ResponseType,
    private_response,
)
from nazh.adapters.inbound.discord.ui import GOLD, embed_body
from nazh.adapters.inbound.texts.dice.fair import fair as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.fair.add_words import AddedWords
from nazh.application.dice.fair.show_receipts import Receipts
from nazh.application.dice.ports import FairSessionRecord
from nazh.domain.dice.records import Proof


def opened_message(session: FairSessionRecord, translator: Translator) -> Response:
    """Return the public message with the commitment to the secret."""
    proof = Proof(session.state.id, session.state.n - 1, session.state.last)
    return Response(
        ResponseType.MESSAGE,
        embed_body(
            texts.opened_text(session, translator),
            footer=texts.proof_line(proof, translator),
            color=GOLD,
        ),
    )


def added_response(
    added: AddedWords, who: int, request: str, private: Translator, public: Translator
) -> Response:
    """Return the private response to a user who added words, followed by the public message."""
    response = private_response(embed_body(texts.keep_words_text(added, private)))
    public_message = embed_body(
        texts.added_text(who, added, public), footer=texts.proof_line(added.proof, public)
    )
    followup = Followup(f"{request}+words", public_message)
    return replace(response, fallback=response, followups=(followup,))


def status_message(receipts: Receipts, page: str | None, translator: Translator) -> Response:
    """Return the state of a session, and its receipts as a file, in a private message."""
    text = texts.status_text(receipts.session, len(receipts.lines), page, translator)
    return private_response(embed_body(text), _file(receipts))


def receipts_message(receipts: Receipts, page: str | None, translator: Translator) -> Response:
    """Return the receipts as a file in a private message."""
    text = texts.receipts_text(receipts.session, len(receipts.lines), page, translator)
    return private_response(embed_body(text), _file(receipts))


def closed_message(receipts: Receipts, page: str | None, translator: Translator) -> Response:
    """Return the public message with the secret and all receipts as a file."""
    session = receipts.session
    proof = Proof(session.state.id, session.state.n - 1, session.state.last)
    body = embed_body(
        texts.closed_text(session, page, translator),
        footer=texts.proof_line(proof, translator),
        color=GOLD,
    )
    return Response(ResponseType.MESSAGE, body, _file(receipts))


def _file(receipts: Receipts) -> File:
    content = "".join(f"{line}\n" for line in receipts.lines)
    return File(texts.receipts_name(receipts.session), content.encode("ascii"))
