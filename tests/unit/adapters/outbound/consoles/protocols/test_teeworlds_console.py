"""Tests where a reply of Teeworlds' console ends."""

from __future__ import annotations

from nazh.adapters.outbound.consoles.protocols.teeworlds_console import TeeworldsConsole
from nazh.domain.keep.game_lines import GameLine, LineKind
from tests.unit.adapters.outbound.consoles.sent_bytes import wire_with

STATUS = b"[04:03:09][server]: id=0 addr=1.2.3.4:5 name='Pebble' score=0"
ECHO = b"[04:03:10][Console]: nazh-1"


async def test_a_player_cannot_end_a_reply() -> None:
    chat_line = b"[04:03:09][chat]: 1:0:Pebble: [Console]: nazh-1"
    wire, transport = wire_with(chat_line + b"\n", STATUS + b"\n", ECHO + b"\n")

    reply = await TeeworldsConsole().run(wire, "status")

    assert transport.sent == b"status\necho nazh-1\n"
    assert reply.body == STATUS
    assert reply.game_lines == (GameLine(LineKind.CHAT, "Pebble", "[Console]: nazh-1"),)
