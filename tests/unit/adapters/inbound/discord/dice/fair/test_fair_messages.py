"""Tests the messages of fair sessions, public and ephemeral, and the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from nazh.adapters.inbound.discord.dice.fair.fair_messages import (
    added_response,
    closed_message,
    opened_message,
    receipts_message,
    status_message,
)
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, Response
from nazh.adapters.inbound.texts.dice.fair.fair import proof_line, read_proof_line
from nazh.adapters.inbound.texts.languages import ENGLISH, LANGUAGES, translator_for
from nazh.application.dice.fair.add_words import AddedWords
from nazh.application.dice.fair.fair_rolls import MAX_CHAIN_BYTES
from nazh.application.dice.fair.show_receipts import Receipts
from nazh.application.dice.ports import FairSessionRecord
from nazh.domain.dice.fair import digest_of_words, open_session
from nazh.domain.dice.records import Proof
from nazh.domain.kernel.identity import GuildId, RequestId
from tests.conftest import CheckGolden
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.inbound.discord.dice.rolling.test_presenter import as_text

NOW = FrozenClock().now()
WORDS = "übel & gefährlich"
PAGE = "https://dice.example.org/verify.html"


def receipts() -> Receipts:
    """Return an open session with words."""
    first, state = open_session("00c0ffee00c0ffee", bytes(range(32)), GuildId(8), NOW)
    second, state = state.joined(1, WORDS, NOW)
    lines = (first.line, second.line)
    size = sum(len(line) + 1 for line in lines)
    return Receipts(FairSessionRecord(state, GuildId(8), NOW, NOW, size), lines)


def closed() -> Receipts:
    """Return the session as it ends an hour later."""
    before, later = receipts(), NOW + timedelta(hours=1)
    last = before.session.state.closed(later)
    state = before.session.state._replace(n=last.n + 1, last=last.digest)
    session = before.session._replace(state=state, latest=later, closing=RequestId("x"))
    return Receipts(session, (*before.lines, last.line))


def full() -> Receipts:
    """Return the session with more receipts than it may have."""
    session = receipts().session._replace(size=MAX_CHAIN_BYTES)
    return Receipts(session, receipts().lines)


def added() -> AddedWords:
    state = receipts().session.state
    return AddedWords(1, digest_of_words(WORDS), Proof(state.id, 1, state.last))


MESSAGES: dict[str, Callable[[], Response]] = {
    "opened": lambda: opened_message(receipts().session, ENGLISH),
    "added": lambda: added_response(added(), 711, "900", ENGLISH, ENGLISH),
    "status": lambda: status_message(receipts(), None, ENGLISH),
    "status_full": lambda: status_message(full(), None, ENGLISH),
    "status_closed": lambda: status_message(closed(), PAGE, ENGLISH),
    "receipts": lambda: receipts_message(receipts(), None, ENGLISH),
    "receipts_page": lambda: receipts_message(receipts(), PAGE, ENGLISH),
    "closed": lambda: closed_message(closed(), None, ENGLISH),
    "closed_page": lambda: closed_message(closed(), PAGE, ENGLISH),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_looks_as_agreed(name: str, check_golden: CheckGolden) -> None:
    response = MESSAGES[name]()

    check_golden(f"discord/fair_{name}.json", as_text(response.body))


@pytest.mark.parametrize("page", [None, PAGE])
def test_the_only_receipt_is_not_called_them(page: str | None) -> None:
    opened = receipts()
    only = Receipts(opened.session, opened.lines[:1])

    assert "erify the file" in described(receipts_message(only, page, ENGLISH))


def test_added_words_are_announced_with_their_user(check_golden: CheckGolden) -> None:
    response = added_response(added(), 711, "900", ENGLISH, translator_for("de"))

    (followup,) = response.followups
    assert response.data is not None
    assert response.data["flags"] == EPHEMERAL
    assert "flags" not in followup.message
    check_golden("discord/fair_words.json", as_text(followup.message))


def test_the_file_has_one_receipt_a_line_byte_for_byte() -> None:
    private_response = closed()

    for response in (
        closed_message(private_response, PAGE, ENGLISH),
        receipts_message(private_response, PAGE, ENGLISH),
        status_message(private_response, PAGE, ENGLISH),
    ):
        assert response.file is not None
        assert response.file.name == "nazh-receipts-00c0ffee00c0ffee.jsonl"
        assert response.file.content.decode().splitlines() == list(private_response.lines)
        assert response.file.content.endswith(b"\n")


def test_only_the_closing_message_reveals_the_secret() -> None:
    secret = bytes(range(32)).hex()

    assert secret in described(closed_message(closed(), PAGE, ENGLISH))
    for name, message in MESSAGES.items():
        assert (secret in described(message())) == name.startswith("closed")


def described(response: Response) -> str:
    text: str = json.loads(as_text(response.body))["data"]["embeds"][0]["description"]
    return text


@pytest.mark.parametrize("locale", [None, *LANGUAGES])
@pytest.mark.parametrize("n", [0, 7, 24_999])
def test_the_line_below_a_roll_can_be_read_back_in_any_language(locale: str | None, n: int) -> None:
    line = proof_line(Proof("00c0ffee00c0ffee", n, "3f2a9c01" + 56 * "0"), translator_for(locale))

    assert read_proof_line(line) == (n, "3f2a9c01")


@pytest.mark.parametrize("line", ["", "Rolls made here: 12", "12 · 3f2a", "Proof · 3f2a9c01"])
def test_another_line_is_no_proof(line: str) -> None:
    assert read_proof_line(line) is None
