"""Speaks Source RCON."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from nazh.adapters.outbound.consoles.faults import ConnectionEnded
from nazh.adapters.outbound.consoles.protocols.protocol import RawReply
from nazh.adapters.outbound.consoles.protocols.rcon_frames import (
    AUTH,
    AUTH_RESPONSE,
    EXECUTE,
    REJECTED_ID,
    RESPONSE,
    Frame,
    FrameReader,
    encode_frame,
)
from nazh.adapters.outbound.consoles.wire import Wire
from nazh.domain.keep.consoles.errors import AuthRejected
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.profile import Idle, Sentinel

_LAST_ID: Final = 2**31 - 1


class SourceRcon:
    """One connection of Source RCON.

    Every request has its own id, and frames with any other id are dropped. So neither a
    keep-alive frame (id 0) nor a late frame of an earlier command gets into a reply.
    """

    def __init__(self, completion: Sentinel | Idle) -> None:
        self._completion = completion
        self._reader = FrameReader()
        self._frames: deque[Frame] = deque()
        self._last_id = 0

    async def authenticate(self, wire: Wire, password: Password) -> None:
        auth_id = self._new_id()
        try:
            wire.write(encode_frame(Frame(auth_id, AUTH, password.reveal().encode())))
            while True:
                frame = await self._next(wire)
                if frame.id == REJECTED_ID:
                    raise AuthRejected
                if frame.type == AUTH_RESPONSE and frame.id == auth_id:
                    return
        except ConnectionEnded:
            raise AuthRejected(is_ambiguous=True) from None

    async def run(self, wire: Wire, command: str) -> RawReply:
        command_id = self._new_id()
        request = encode_frame(Frame(command_id, EXECUTE, command.encode("utf-8", "replace")))
        match self._completion:
            case Sentinel(is_pipelined):
                return await self._until_sentinel(wire, command_id, request, is_pipelined)
            case Idle(gap):
                wire.write(request)
                return await self._until_idle(wire, command_id, gap)

    async def _until_sentinel(
        self, wire: Wire, command_id: int, request: bytes, is_pipelined: bool
    ) -> RawReply:
        sentinel_id = self._new_id()
        # A response instead of a request: Valve's servers echo it, and Minecraft replies that it
        # is unknown.
        sentinel = encode_frame(Frame(sentinel_id, RESPONSE, b""))
        wire.write(request + sentinel if is_pipelined else request)
        is_sentinel_sent = is_pipelined
        bodies: list[bytes] = []
        while True:
            frame = await self._next(wire)
            if frame.id == command_id:
                bodies.append(frame.body)
                if not is_sentinel_sent:
                    wire.write(sentinel)
                    is_sentinel_sent = True
            elif frame.id == sentinel_id:
                return RawReply(b"".join(bodies), len(bodies))

    async def _until_idle(self, wire: Wire, command_id: int, gap: float) -> RawReply:
        loop = asyncio.get_running_loop()
        bodies: list[bytes] = []
        deadline: float | None = None
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    frame = await self._next(wire)
            except TimeoutError:
                if not (self._reader.is_mid_frame or wire.has_unread):
                    return RawReply(b"".join(bodies), len(bodies))
                deadline = None  # more of the reply must come, or has not been read yet
                continue
            if frame.id == command_id:
                bodies.append(frame.body)
            if bodies and (frame.id == command_id or deadline is None):
                deadline = loop.time() + gap

    async def _next(self, wire: Wire) -> Frame:
        while not self._frames:
            self._frames.extend(self._reader.feed(await wire.read()))
        return self._frames.popleft()

    def _new_id(self) -> int:
        self._last_id = 1 if self._last_id == _LAST_ID else self._last_id + 1
        return self._last_id
