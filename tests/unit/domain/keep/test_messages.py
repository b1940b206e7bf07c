"""Tests that Discord messages become lines without ids, and lose nothing that can be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.texts.chat import say_command
from nazh.domain.keep.texts.messages import IMAGE, STICKER, MessageContent, message_line
from nazh.domain.kernel.identity import UserId

BOT, BOB = UserId(7), UserId(8)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("hello", "hello"),
        ("two\nlines\t and  blanks ", "two lines and blanks"),
        ("hi <@8> and <@!8>", "hi @Bob and @Bob"),
        ("hi <@9>", "hi @user"),
        ("<@7> hello", "hello"),
        ("<@&5> come to <#6>", "@role come to #channel"),
        ("<:axe:123456> <a:dance:1>", ":axe: :dance:"),
        ("at <t:1700000000:R> or <t:1>", "at [time] or [time]"),
        ("a < b", "a < b"),
        ("", ""),
    ],
)
def test_what_is_said(text: str, line: str) -> None:
    assert message_line(MessageContent(text, BOT, {BOB: "Bob"})) == line


def test_content_without_text_becomes_a_word() -> None:
    content = MessageContent("look", BOT, parts=(IMAGE, IMAGE, STICKER))

    assert message_line(content) == "look [image] [image] [sticker]"


def test_a_reply_names_whom_it_answers() -> None:
    assert message_line(MessageContent("yes", BOT, reply_to="Bob")) == "> Bob yes"
    assert message_line(MessageContent("", BOT, reply_to="Bob")) == ""


@given(st.text(st.sampled_from('<@&!#:t1 a>\n"|;'), max_size=40), st.sampled_from(list(PROFILES)))
def test_no_line_runs_a_second_command(text: str, game: str) -> None:
    profile = PROFILES[game]
    line = message_line(MessageContent(f"a{text}", BOT, reply_to="Bob"))

    command = say_command(profile, "Alice", line).text

    head, _, tail = profile.say.partition("{text}")
    payload = command.removeprefix(head.format(name="Alice"))[: len(command) - len(tail)]
    assert not set('";|\n@<>') & set(payload.removesuffix(tail) if tail else payload)
