"""Reads chat, joins and leaves from OpenTTD's packets."""

from __future__ import annotations

from struct import Struct
from typing import Final

from nazh.adapters.outbound.consoles.protocols.openttd_packets import Answer, Packet
from nazh.domain.keep.game_lines import GameLine, LineKind

SERVER: Final = 1
"""The client number of the server itself, which admins chat as."""
MAX_CLIENTS: Final = 255
MAX_NAME_BYTES: Final = 256
MAX_CHAT_BYTES: Final = 1_024
"""Bytes that are kept of a name, and of a line of chat, both more than OpenTTD allows."""
_CHAT: Final = Struct("<BBI")
_CLIENT: Final = Struct("<I")
_CHAT_ACTION, _TO_ALL = 3, 0
"""The action and the destination of public chat."""


class OpenTtdEvents:
    """Tracks the names of a game's clients. Invalid packets are skipped."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}

    def read(self, packet: Packet) -> GameLine | None:
        """Return the line in a packet, or ``None``."""
        content = packet.content
        if packet.type == Answer.CHAT:
            return self._chat(content)
        if len(content) < _CLIENT.size:
            return None
        (client,) = _CLIENT.unpack_from(content)
        texts = content[_CLIENT.size :].split(b"\0")
        match packet.type:
            case Answer.CLIENT_INFO if len(texts) > 1:  # the address, then the name
                self._name(client, texts[1])
            case Answer.CLIENT_UPDATE:
                self._name(client, texts[0])
            case Answer.CLIENT_JOIN if client in self._names:
                return GameLine(LineKind.JOINED, self._names[client])
            case Answer.CLIENT_QUIT | Answer.CLIENT_ERROR if client in self._names:
                return GameLine(LineKind.LEFT, self._names.pop(client))
            case _:
                pass
        return None

    def _chat(self, content: bytes) -> GameLine | None:
        if len(content) < _CHAT.size:
            return None
        action, destination, client = _CHAT.unpack_from(content)
        name = self._names.get(client)
        if (action, destination) != (_CHAT_ACTION, _TO_ALL) or name is None:
            return None
        text = content[_CHAT.size :].partition(b"\0")[0][:MAX_CHAT_BYTES]
        return GameLine(LineKind.CHAT, name, text.decode("utf-8", "replace"))

    def _name(self, client: int, name: bytes) -> None:
        if client != SERVER and (client in self._names or len(self._names) < MAX_CLIENTS):
            self._names[client] = name[:MAX_NAME_BYTES].decode("utf-8", "replace")
