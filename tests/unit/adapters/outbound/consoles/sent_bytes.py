"""Connects a wire to a server that is only bytes."""

from __future__ import annotations

import asyncio

from nazh.adapters.outbound.consoles.wire import Wire


class Sent(asyncio.Transport):
    """Keeps what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += bytes(data)


def wire_with(*received: bytes) -> tuple[Wire, Sent]:
    """Return a connection on which the server has sent something, and what is sent to it."""
    wire, transport = Wire(lambda: None), Sent()
    wire.connection_made(transport)
    wire.data_received(b"".join(received))
    return wire, transport
