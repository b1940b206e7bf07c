"""Tests that values pasted instead of a bot token are recognized and never repeated."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.settings.values.tokens import (
    application_id_in,
    contains_token,
    parse_bot_token,
)
from tests.unit.adapters.inbound.settings.environment import APPLICATION, TOKEN


def refusal_of(text: str) -> str:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        parse_bot_token(text)
    return str(refused.value)


def test_a_token_is_taken_as_it_is() -> None:
    assert parse_bot_token(TOKEN) == TOKEN
    assert application_id_in(TOKEN) == APPLICATION


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f'"{TOKEN}"', "has quotes around the token"),
        (f"'{TOKEN}'", "has quotes around the token"),
        (f"“{TOKEN}”", "has quotes around the token"),
        (f'{TOKEN}"', "has quotes around the token"),
        (f"Bot {TOKEN}", "begins with a word before the token"),
        (f"bot\t{TOKEN}", "begins with a word before the token"),
        (f"Bearer {TOKEN}", "begins with a word before the token"),
        (f"{TOKEN} x", "has a space or a line break in its middle"),
        (f"{TOKEN[:-4]}\r\n{TOKEN[-4:]}", "has a space or a line break in its middle"),
        ("https://discord.com/api/webhooks/1/x", "holds a link"),
        ("0123456789abcdef" * 4, "holds the application's public key"),
        (str(APPLICATION), "holds an id"),
        ("abcDEF_-" * 4, "holds what looks like the client secret"),
        ("nonsense", "does not hold a bot token"),
        ("a.b", "does not hold a bot token"),
        ("a.b.c", "does not hold a bot token"),
        ("a.b.c.d", "does not hold a bot token"),
        ("..", "does not hold a bot token"),
        ("äöü.b.c", "does not hold a bot token"),
        (f"{'MTIz' * 7}.b.c", "does not hold a bot token"),
        (f"{TOKEN}\x01", "does not hold a bot token"),
        (f"{TOKEN}\x7f", "does not hold a bot token"),
        (f"{TOKEN}\0", "does not hold a bot token"),
        (TOKEN.replace(".abcdef.", ".."), "does not hold a bot token"),
        (f"{base64.b64encode(b'letters').decode()}.b.c", "does not hold a bot token"),
    ],
)
def test_each_kind_of_wrong_token_has_its_own_message(text: str, sentence: str) -> None:
    refusal = refusal_of(text)

    assert refusal.startswith(sentence)
    assert text not in refusal.split()


@given(st.text(min_size=8).map(str.strip).filter(lambda text: len(text) >= 8))
def test_no_text_is_repeated(text: str) -> None:
    assert text not in refusal_of(text)


@pytest.mark.parametrize("text", [TOKEN, f"x/{TOKEN}", f"Bot {TOKEN}\n", f'"{TOKEN}"'])
def test_a_token_is_seen_anywhere(text: str) -> None:
    assert contains_token(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8080",
        "/var/log/nazh.log",
        "https://a-quite-long-subdomain.example.internal-network-of-ours/",
    ],
)
def test_other_texts_are_no_tokens(text: str) -> None:
    assert not contains_token(text)
