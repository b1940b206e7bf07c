"""Speaks the protocol of OpenTTD's admin port."""

from __future__ import annotations

from collections import deque
from typing import Final

from nazh.adapters.outbound.consoles.faults import ConnectionEnded, Garbled
from nazh.adapters.outbound.consoles.protocols.openttd_events import OpenTtdEvents
from nazh.adapters.outbound.consoles.protocols.openttd_packets import (
    COLOUR,
    WRONG_PASSWORD,
    Answer,
    Packet,
    PacketReader,
    Request,
    encode_request,
    encode_subscription,
)
from nazh.adapters.outbound.consoles.protocols.protocol import RawReply
from nazh.adapters.outbound.consoles.wire import Wire
from nazh.domain.keep.consoles.errors import AuthRejected
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.game_lines import GameLine

_NAME: Final = "Nazh"
_VERSION: Final = "1"


class OpenTtdAdmin:
    """One connection to an admin port, which marks the end of each reply with a packet."""

    def __init__(self) -> None:
        self._reader = PacketReader()
        self._packets: deque[Packet] = deque()
        self._events = OpenTtdEvents()
        self._game_lines: list[GameLine] = []

    async def authenticate(self, wire: Wire, password: Password) -> None:
        wire.write(encode_request(Request.JOIN, password.reveal(), _NAME, _VERSION))
        try:
            while (await self._next(wire)).type != Answer.WELCOME:
                pass
        except ConnectionEnded:
            raise AuthRejected(is_ambiguous=True) from None
        wire.write(encode_subscription())

    async def run(self, wire: Wire, command: str) -> RawReply:
        wire.write(encode_request(Request.RCON, command))
        lines: list[bytes] = []
        while True:
            packet = await self._next(wire)
            if packet.type == Answer.RCON:
                lines.append(packet.content[COLOUR:].removesuffix(b"\0"))
            elif packet.type == Answer.RCON_END:
                game_lines, self._game_lines = tuple(self._game_lines), []
                return RawReply(b"\n".join(lines), len(lines), game_lines)

    async def _next(self, wire: Wire) -> Packet:
        while not self._packets:
            self._packets.extend(self._reader.feed(await wire.read()))
        packet = self._packets.popleft()
        if packet.type == Answer.ERROR:
            if packet.content[:1] == bytes((WRONG_PASSWORD,)):
                raise AuthRejected
            raise Garbled(f"the server's error {packet.content[:1].hex()}")
        if packet.type in (Answer.FULL, Answer.BANNED, Answer.SHUTDOWN):
            raise ConnectionEnded
        line = self._events.read(packet)
        if line is not None:
            self._game_lines.append(line)
        return packet
