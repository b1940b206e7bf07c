"""Tests that chat, joins and leaves are read from the lines of Teeworlds' console.

The lines are as Teeworlds 0.7.5 wrote them when a player entered, talked and left.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.consoles.protocols.teeworlds_events import TeeworldsEvents
from nazh.domain.keep.game_lines import GameLine, LineKind

NAME = "Péb ' x: y"
ENTERED = "[04:03:09][server]: player has entered the game. ClientID=0 addr=127.0.0.1:42729"
STATUS = f"[04:03:12][server]: id=0 addr=127.0.0.1:42729 client=705 name='{NAME}' score=0 "
LEFT = f"[04:03:14][game]: leave player='0:{NAME}'"
JOINED = GameLine(LineKind.JOINED, NAME)
GONE = GameLine(LineKind.LEFT, NAME)


def chat_line_of(text: str, name: str = NAME) -> str:
    return f"[04:03:09][chat]: 1:0:{name}: {text}"


def chat_event(text: str, name: str = NAME) -> GameLine:
    return GameLine(LineKind.CHAT, name, text)


def read(*lines: str) -> list[GameLine]:
    events = TeeworldsEvents()
    return [event for line in lines for event in events.read(line.encode())]


def test_a_player_enters_talks_and_leaves() -> None:
    assert read(ENTERED, STATUS, chat_line_of("a: b: c"), STATUS, LEFT) == [
        JOINED,
        chat_event("a: b: c"),
        GONE,
    ]


def test_a_player_who_leaves_before_their_name_is_requested_is_reported() -> None:
    assert read(ENTERED, LEFT) == [JOINED, GONE]


def test_the_first_line_of_chat_tells_the_name() -> None:
    assert read(ENTERED, chat_line_of("hello", "Pebble")) == [
        GameLine(LineKind.JOINED, "Pebble"),
        chat_event("hello", "Pebble"),
    ]


def test_players_who_were_there_before_have_not_joined() -> None:
    assert read(STATUS, chat_line_of("hello"), LEFT) == [chat_event("hello"), GONE]


def test_a_change_of_the_map_is_no_join() -> None:
    assert read(ENTERED, STATUS, ENTERED, STATUS) == [JOINED]


@pytest.mark.parametrize(
    "line",
    [
        "[04:03:09][chat]: *** [Alice]: an echo",
        f"[04:03:09][teamchat]: 2:0:0:{NAME}: to my team",
        f"[04:03:09][game]: kill killer='0:0:{NAME}' victim='0:0:{NAME}' weapon=-3 special=0",
        "[04:03:09][server]: cid=0 cmd='say hello'",
        LEFT.replace("0:", "7:"),
        "",
    ],
)
def test_other_lines_tell_nothing(line: str) -> None:
    assert read(line) == []


@pytest.mark.parametrize("line", [ENTERED, STATUS, LEFT, chat_line_of("x")])
def test_chat_that_looks_like_another_line_is_chat(line: str) -> None:
    assert read(STATUS, chat_line_of(line)) == [chat_event(line)]


@given(st.lists(st.binary(max_size=80)))
def test_lines_that_make_no_sense_are_skipped(lines: list[bytes]) -> None:
    events = TeeworldsEvents()

    assert [event for line in lines for event in events.read(line)] == []
