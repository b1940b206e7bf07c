"""Defines what a console protocol does on an open connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from nazh.adapters.outbound.consoles.wire import Wire
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.game_lines import GameLine


@dataclass(frozen=True, slots=True)
class RawReply:
    """The bytes of a whole reply, the number of its frames, and the game's lines meanwhile."""

    body: bytes
    frames: int
    game_lines: tuple[GameLine, ...] = ()


class ConsoleProtocol(Protocol):
    """One connection's side of a protocol. Both methods raise a WireFault."""

    async def authenticate(self, wire: Wire, password: Password) -> None:
        """Send the password and wait until it is accepted. Raises AuthRejected."""
        ...

    async def run(self, wire: Wire, command: str) -> RawReply:
        """Send the command once and return its whole reply."""
        ...
