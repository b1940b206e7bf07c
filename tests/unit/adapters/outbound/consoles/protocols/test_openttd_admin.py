"""Tests what is asked of OpenTTD's admin port, and how its answers end an exchange."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.consoles.faults import ConnectionEnded, Garbled
from nazh.adapters.outbound.consoles.protocols.openttd_admin import OpenTtdAdmin
from nazh.adapters.outbound.consoles.protocols.protocol import RawReply
from nazh.domain.keep.consoles.errors import AuthRejected
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.game_lines import GameLine, LineKind
from tests.unit.adapters.outbound.consoles.sent_bytes import wire_with

WELCOME, PROTOCOL, ERROR, RCON, RCON_END = 104, 103, 102, 120, 125
FULL, BANNED, SHUTDOWN = 100, 101, 106
CLIENT_INFO, CLIENT_JOIN = 109, 108


def packet(kind: int, content: bytes = b"") -> bytes:
    return (len(content) + 3).to_bytes(2, "little") + bytes((kind,)) + content


async def test_a_console_joins_and_subscribes_when_it_is_welcome() -> None:
    wire, transport = wire_with(packet(PROTOCOL, b"\x01"), packet(WELCOME, b"a game"))

    await OpenTtdAdmin().authenticate(wire, Password("a secret"))

    join = packet(0, b"a secret\0Nazh\x001\0")
    clients, chat = packet(2, b"\1\0\x40\0"), packet(2, b"\5\0\x40\0")
    assert transport.sent == join + clients + chat + packet(3, b"\1\xff\xff\xff\xff")


async def test_a_wrong_password_is_rejected_by_name() -> None:
    wire, _ = wire_with(packet(ERROR, b"\x0a"))

    with pytest.raises(AuthRejected) as caught:
        await OpenTtdAdmin().authenticate(wire, Password("wrong"))

    assert not caught.value.is_ambiguous


@pytest.mark.parametrize("kind", [FULL, BANNED, SHUTDOWN])
async def test_a_server_that_takes_nobody_rejects_ambiguously(kind: int) -> None:
    wire, transport = wire_with(packet(kind), packet(WELCOME))

    with pytest.raises(AuthRejected) as caught:
        await OpenTtdAdmin().authenticate(wire, Password("a secret"))

    assert caught.value.is_ambiguous
    assert transport.sent == packet(0, b"a secret\0Nazh\x001\0")


async def test_a_reply_is_all_its_lines_with_events_in_between() -> None:
    wire, transport = wire_with(
        packet(RCON, b"\1\0one\0"),
        packet(CLIENT_INFO, b"\2\0\0\0address\0Pebble\0"),
        packet(CLIENT_JOIN, b"\2\0\0\0"),
        packet(RCON, b"\1\0\0"),
        packet(RCON, b"\1\0three\0"),
        packet(RCON_END, b"clients\0"),
        packet(RCON_END, b"echo\0"),
    )
    admin = OpenTtdAdmin()

    first = await admin.run(wire, "clients")
    second = await admin.run(wire, "echo")

    assert first == RawReply(b"one\n\nthree", 3, (GameLine(LineKind.JOINED, "Pebble"),))
    assert second == RawReply(b"", 0)
    assert transport.sent == packet(5, b"clients\0") + packet(5, b"echo\0")


@pytest.mark.parametrize("kind", [FULL, BANNED, SHUTDOWN])
async def test_a_reply_ends_with_the_server(kind: int) -> None:
    wire, _ = wire_with(packet(RCON, b"\1\0one\0"), packet(kind), packet(RCON_END, b"clients\0"))

    with pytest.raises(ConnectionEnded):
        await OpenTtdAdmin().run(wire, "clients")


@pytest.mark.parametrize("content", [b"\x09", b""])
async def test_another_error_ends_a_reply_with_its_code(content: bytes) -> None:
    wire, _ = wire_with(packet(ERROR, content), packet(RCON_END, b"clients\0"))

    with pytest.raises(Garbled, match=f"error {content.hex()}$"):
        await OpenTtdAdmin().run(wire, "clients")
