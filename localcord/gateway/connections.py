"""Handles a websocket from HELLO to its close, and is strict about what the bot sends."""

import asyncio
from collections import deque
from enum import IntEnum
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from localcord.gateway.codecs import Codec, ZlibPayload
from localcord.gateway.sessions import Session
from localcord.json_codec import Json, decode, encode

if TYPE_CHECKING:
    from localcord.gateway.gateway import Gateway

MAX_FRAME_BYTES = 4096
HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME = 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
SOUNDBOARD, CHANNEL_INFO = 31, 43
IGNORED = frozenset((PRESENCE, VOICE_STATE, SOUNDBOARD, CHANNEL_INFO))


class Close(IntEnum):
    """Discord's close codes."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    RATE_LIMITED = 4008
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    SHARDING_REQUIRED = 4011
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class RawMessage(bytes):
    """A websocket message that is sent unchanged, without compression."""


class Connection:
    """One websocket. Frames leave in the order they were posted."""

    def __init__(
        self,
        gateway: "Gateway",
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        codec: Codec,
    ) -> None:
        self._gateway = gateway
        self._socket = socket
        self._transport = transport
        self._codec = codec
        self._outgoing: asyncio.Queue[bytes | int | None] = asyncio.Queue()
        self._received: deque[float] = deque()
        self.session: Session | None = None
        self.heard_at = 0.0
        # The code that this side closed with; the bot's echo is ignored then.
        self.closed_with: int | None = None
        self._is_frozen = False

    def post(self, payload: bytes) -> None:
        """Queue a payload."""
        self._outgoing.put_nowait(payload)

    def close(self, code: int) -> None:
        """Close with a code, after everything posted so far."""
        self._outgoing.put_nowait(code)

    def abort(self) -> None:
        """Break the connection immediately, without a close frame."""
        self._outgoing.put_nowait(None)
        if self._transport is not None:
            self._transport.abort()

    def freeze(self) -> None:
        """Stay open and drop everything posted from now on."""
        self._is_frozen = True

    def send_op(self, op: int, data: Json = None) -> None:
        """Post an operation that is not an event."""
        self.post(encode({"op": op, "d": data, "s": None, "t": None}))

    async def run(self) -> None:
        """Send HELLO and serve until either side closes."""
        writer = asyncio.create_task(self._write())
        guard = asyncio.create_task(self._guard())
        self.heard_at = asyncio.get_running_loop().time()
        interval = int(self._gateway.settings.heartbeat_interval * 1000)
        self.send_op(HELLO, {"heartbeat_interval": interval, "_trace": ["localcord"]})
        try:
            async for message in self._socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._receive(message.data)
        finally:
            guard.cancel()
            writer.cancel()
            await asyncio.gather(guard, writer, return_exceptions=True)

    async def _write(self) -> None:
        while True:
            item = await self._outgoing.get()
            if item is None:
                return
            if self._is_frozen:
                continue
            try:
                if isinstance(item, int):
                    self.closed_with = item
                    await self._socket.close(code=item, message=_reason(item))
                    return
                frame = item if isinstance(item, RawMessage) else self._codec.encode(item)
                if self._codec.binary:
                    await self._socket.send_bytes(frame)
                else:
                    await self._socket.send_str(frame.decode())
            except ConnectionError:
                return

    async def _guard(self) -> None:
        """Close a connection that does not identify or stops sending heartbeats."""
        settings = self._gateway.settings
        await asyncio.sleep(settings.identify_within)
        if self.session is None:
            self.close(Close.SESSION_TIMED_OUT)
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(settings.heartbeat_interval)
            if loop.time() - self.heard_at > 2 * settings.heartbeat_interval:
                self.close(Close.SESSION_TIMED_OUT)

    def _receive(self, raw: bytes | str) -> None:
        if self._too_many_commands():
            return self.close(Close.RATE_LIMITED)
        if len(raw) > MAX_FRAME_BYTES:
            return self.close(Close.DECODE_ERROR)
        try:
            frame = decode(raw)
            op, data = frame["op"], frame.get("d")
        except (ValueError, TypeError, KeyError, AttributeError):
            return self.close(Close.DECODE_ERROR)
        return self._handle_op(op, data)

    def _handle_op(self, op: Json, data: Json) -> None:
        if op == HEARTBEAT:
            self.heard_at = asyncio.get_running_loop().time()
            if not self._gateway.is_silent:
                self.send_op(HEARTBEAT_ACK)
        elif op in (IDENTIFY, RESUME):
            if self.session is not None:
                self.close(Close.ALREADY_AUTHENTICATED)
            elif not isinstance(data, dict):
                self.close(Close.DECODE_ERROR)
            elif op == IDENTIFY:
                if data.get("compress") and not self._codec.binary:
                    self._codec = ZlibPayload()
                self._gateway.identify(self, data)
            else:
                self._gateway.resume(self, data)
        elif self.session is None:
            self.close(Close.NOT_AUTHENTICATED)
        elif op == REQUEST_MEMBERS and isinstance(data, dict):
            self._gateway.send_members(self.session, data)
        elif op not in IGNORED:
            self.close(Close.UNKNOWN_OPCODE)

    def _too_many_commands(self) -> bool:
        now = asyncio.get_running_loop().time()
        received = self._received
        received.append(now)
        while received[0] < now - 60:
            received.popleft()
        return len(received) > self._gateway.settings.gateway_commands_per_minute


def _reason(code: int) -> bytes:
    try:
        return Close(code).name.replace("_", " ").capitalize().encode()
    except ValueError:
        return b""
