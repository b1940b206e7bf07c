"""Proxies connections between the program and a server; it can delay, stall and break them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

HOST = "127.0.0.1"
MAX_BYTES = 1 << 16


class Proxy:
    """Forwards bytes between clients of ``port`` and a server on this machine."""

    def __init__(self, server_port: int) -> None:
        self.port = 0
        self.delay = 0.0
        """Seconds for which bytes wait, each way."""
        self._server_port = server_port
        self._listening: asyncio.Server | None = None
        self._flows = asyncio.Event()
        self._flows.set()
        self._carrying: set[asyncio.Task[None]] = set()

    async def listen(self) -> None:
        """Accept connections, on the same port as before."""
        self._listening = await asyncio.start_server(self._take, HOST, self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    def stall(self) -> None:
        """Keep all connections open, accept new ones, and forward nothing."""
        self._flows.clear()

    def flow(self) -> None:
        """Forward again, including pending bytes."""
        self._flows.set()

    async def disconnect(self) -> None:
        """Break all connections, and accept none until ``listen``."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        for carrying in self._carrying:
            carrying.cancel()
        if self._carrying:
            await asyncio.wait(self._carrying)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, here = await asyncio.open_connection(HOST, self._server_port)
        ways = [asyncio.create_task(self._carry(*way)) for way in ((reader, here), (there, writer))]
        self._carrying.update(ways)
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way, end in zip(ways, (here, writer), strict=True):
            way.cancel()
            end.transport.abort()
        self._carrying.difference_update(ways)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while some := await reader.read(MAX_BYTES):
                await self._flows.wait()
                await asyncio.sleep(self.delay)
                writer.write(some)
                await writer.drain()


@asynccontextmanager
async def proxy_to(server_port: int) -> AsyncIterator[Proxy]:
    """Run a proxy to a port of this machine."""
    proxy = Proxy(server_port)
    await proxy.listen()
    try:
        yield proxy
    finally:
        await proxy.disconnect()
