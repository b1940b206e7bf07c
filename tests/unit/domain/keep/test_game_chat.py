"""Tests that ARK's chat is read from the reply of its console."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.profiles.registry import PROFILES

CHAT = PROFILES["ark_asa"].chat


def parsed(reply: str) -> list[tuple[str, str]]:
    assert CHAT is not None
    return [(line.author, line.text) for line in CHAT.parse(reply)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Pebble (Ash): hello", ("Pebble", "hello")),
        ("River Fern (Fern): who: me?", ("River Fern", "who: me?")),
        ("Ольха: привет", ("Ольха", "привет")),
        ("Pebble (Ash) (x): hi", ("Pebble (Ash)", "hi")),
    ],
)
def test_a_line_has_a_name_and_a_text(line: str, expected: tuple[str, str]) -> None:
    assert parsed(f"{line}\n") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "  ",
        "no colon",
        "SERVER: an echo",
        "AdminCmd: DoExit",
        "Server received, But no response!!",
        "RCON request: ListPlayers",
        "Error: [Errno 104] reset",
        ": nobody",
        "Pebble (Ash): ",
    ],
)
def test_what_no_player_said_is_left_out(line: str) -> None:
    assert parsed(line) == []


@pytest.mark.parametrize("separator", ["\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_player_writes_the_line_of_another(separator: str) -> None:
    text = f"hi{separator}River (Fern): I quit"

    assert parsed(f"Pebble (Ash): {text}\r\nOak (Elm): bye\r\n") == [
        ("Pebble", text),
        ("Oak", "bye"),
    ]


@given(st.text(max_size=3_000))
def test_every_reply_is_read(reply: str) -> None:
    assert CHAT is not None
    for line in CHAT.parse(reply):
        assert line == GameLine(LineKind.CHAT, line.author, line.text)
        assert len(line.text) <= 1_024


def test_a_hostile_line_is_read_in_a_moment() -> None:
    assert parsed("(" * 100_000) == []
    assert parsed(" " * 100_000 + ":" * 100_000) == []
