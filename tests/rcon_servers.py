"""Runs scripted RCON servers on loopback, which misbehave in one way each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from nazh.adapters.outbound.consoles.protocols.rcon_frames import (
    AUTH,
    AUTH_RESPONSE,
    EXECUTE,
    RESPONSE,
    Frame,
    FrameReader,
    encode_frame,
)

PASSWORD = "correct horse"
HOST = "127.0.0.1"


@dataclass(slots=True)
class Peer:
    """The server's side of one connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    mutes_sentinel: bool = False

    async def send(self, data: bytes, piece: int = 0) -> None:
        """Send bytes, in pieces that arrive one by one if ``piece`` is not 0."""
        size = piece or max(1, len(data))
        for start in range(0, len(data), size):
            self.writer.write(data[start : start + size])
            if piece:
                await asyncio.sleep(0)
                await asyncio.sleep(0)
        await self.writer.drain()

    async def reply(self, frame_id: int, *bodies: bytes) -> None:
        """Send a frame for each body."""
        await self.send(b"".join(response(frame_id, body) for body in bodies))

    async def cut(self) -> None:
        """Close the connection after what was sent."""
        self.writer.close()

    async def stall(self) -> None:
        """Never go on."""
        await asyncio.Event().wait()


Fault = Callable[[Peer, int], Awaitable[None]]
"""Answers the command with an id."""


def response(frame_id: int, body: bytes) -> bytes:
    """Return the bytes of a frame of a reply."""
    return encode_frame(Frame(frame_id, RESPONSE, body))


@dataclass(slots=True)
class ScriptedRcon:
    """Answers ``fault`` by a fault, and any other command by ``reply to <command>``."""

    fault: Fault
    auth: Fault | None = None
    commands: list[str] = field(default_factory=list)
    connections: list[Peer] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = Peer(reader, writer)
        self.connections.append(peer)
        frames = FrameReader()
        try:
            while received := await reader.read(65_536):
                for frame in frames.feed(received):
                    await self._answer(peer, frame)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, peer: Peer, frame: Frame) -> None:
        if frame.type == AUTH:
            if self.auth is not None:
                await self.auth(peer, frame.id)
                return
            is_right = frame.body.decode() == PASSWORD
            answer = Frame(frame.id if is_right else -1, AUTH_RESPONSE, b"")
            await peer.send(response(frame.id, b"") + encode_frame(answer))
        elif frame.type == EXECUTE:
            command = frame.body.decode()
            self.commands.append(command)
            if command.startswith("fault"):
                await self.fault(peer, frame.id)
            else:
                await peer.reply(frame.id, f"reply to {command}".encode())
        elif not peer.mutes_sentinel:
            await peer.reply(frame.id, b"", b"\x00\x00\x00\x01\x00\x00\x00\x00")


@asynccontextmanager
async def listening(server: ScriptedRcon) -> AsyncIterator[int]:
    """Run the server and return its port."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        await server.serve(reader, writer)

    listener = await asyncio.start_server(serve, HOST, 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
