"""Tests that chat, joins and leaves are read from OpenTTD's packets.

The packets are as OpenTTD 13 sent them to an admin when a player joined, and left.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.consoles.protocols.openttd_events import (
    MAX_CHAT_BYTES,
    MAX_NAME_BYTES,
    OpenTtdEvents,
)
from nazh.adapters.outbound.consoles.protocols.openttd_packets import Answer, Packet
from nazh.domain.keep.game_lines import GameLine, LineKind

INFO = Packet(109, b"\x02\0\0\x00127.0.0.1\0Pebble\0\0\x1f\xde\n\0\xfe")
JOIN = Packet(108, b"\x02\0\0\0")
ERROR = Packet(112, b"\x02\0\0\0\x03")
QUIT = Packet(111, b"\x02\0\0\0")
RENAMED = Packet(110, b"\x02\0\0\0Stone\0\0")


def chat(client: int, text: str, action: int = 3, destination: int = 0) -> Packet:
    head = bytes((action, destination)) + client.to_bytes(4, "little")
    return Packet(119, head + text.encode() + b"\0" + bytes(8))


def read(*packets: Packet) -> list[GameLine]:
    events = OpenTtdEvents()
    return [line for packet in packets if (line := events.read(packet)) is not None]


@pytest.mark.parametrize("end", [QUIT, ERROR], ids=["quit", "error"])
def test_a_player_joins_talks_and_leaves(end: Packet) -> None:
    assert read(INFO, JOIN, chat(2, "नमस्ते"), RENAMED, chat(2, "hi"), end) == [
        GameLine(LineKind.JOINED, "Pebble"),
        GameLine(LineKind.CHAT, "Pebble", "नमस्ते"),
        GameLine(LineKind.CHAT, "Stone", "hi"),
        GameLine(LineKind.LEFT, "Stone"),
    ]


@pytest.mark.parametrize(
    "packet",
    [
        chat(1, "said by an admin"),
        chat(2, "to a company", action=4, destination=1),
        chat(2, "to one player", action=5, destination=2),
        chat(9, "from nobody"),
        Packet(119, b"\x03\0"),
        Packet(108, b""),
    ],
)
def test_other_chat_is_not_told(packet: Packet) -> None:
    assert read(INFO, packet) == []


def test_of_texts_that_no_game_sends_the_beginning_is_kept() -> None:
    named = Packet(109, b"\x02\0\0\x00127.0.0.1\0" + b"n" * 60_000 + b"\0")

    (line,) = read(named, chat(2, "t" * 60_000))

    assert line == GameLine(LineKind.CHAT, "n" * MAX_NAME_BYTES, "t" * MAX_CHAT_BYTES)


@given(st.lists(st.builds(Packet, st.sampled_from(Answer), st.binary(max_size=40))))
def test_packets_that_make_no_sense_are_skipped(packets: list[Packet]) -> None:
    assert len(read(*packets)) <= len(packets)
