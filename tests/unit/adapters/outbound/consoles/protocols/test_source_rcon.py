"""Tests where a reply of Source RCON ends, by a sentinel or by silence."""

from __future__ import annotations

import asyncio
import time

import pytest

from nazh.adapters.outbound.consoles.protocols.protocol import RawReply
from nazh.adapters.outbound.consoles.protocols.rcon_frames import (
    EXECUTE,
    RESPONSE,
    Frame,
    encode_frame,
)
from nazh.adapters.outbound.consoles.protocols.source_rcon import SourceRcon
from nazh.adapters.outbound.consoles.wire import MAX_READ
from nazh.domain.keep.profiles.profile import Idle, Sentinel
from tests.unit.adapters.outbound.consoles.sent_bytes import wire_with

COMMAND, SENTINEL = 1, 2
"""The ids of the first two requests."""


def response(frame_id: int, body: bytes = b"") -> bytes:
    return encode_frame(Frame(frame_id, RESPONSE, body))


@pytest.mark.parametrize("is_pipelined", [False, True])
async def test_one_sentinel_follows_a_command_however_long_its_reply(is_pipelined: bool) -> None:
    wire, transport = wire_with(
        response(COMMAND, b"one "), response(0), response(COMMAND, b"two"), response(SENTINEL)
    )

    reply = await SourceRcon(Sentinel(is_pipelined)).run(wire, "list")

    assert reply == RawReply(b"one two", 2)
    request = encode_frame(Frame(COMMAND, EXECUTE, b"list"))
    assert transport.sent == request + response(SENTINEL)


async def test_silence_after_the_late_rest_of_another_frame_ends_a_reply() -> None:
    kept_alive = response(0, b"still here")
    wire, _ = wire_with(response(COMMAND, b"one"), kept_alive[:5])
    running = asyncio.create_task(SourceRcon(Idle(0.01)).run(wire, "list"))

    await asyncio.wait((running,), timeout=0.05)
    was_kept_waiting = not running.done()
    wire.data_received(kept_alive[5:])

    assert was_kept_waiting
    assert await asyncio.wait_for(running, 5) == RawReply(b"one", 1)


async def test_a_reply_that_has_arrived_is_read_to_its_end_however_busy_the_process_is() -> None:
    body = b"x" * (MAX_READ - len(response(0)))
    wire, _ = wire_with(*(response(frame_id, body) for frame_id in (COMMAND, 0, COMMAND)))
    running = asyncio.create_task(SourceRcon(Idle(0.001)).run(wire, "list"))

    while not running.done():
        time.sleep(0.002)  # noqa: ASYNC251  # as long as the pause that ends a reply
        await asyncio.sleep(0)

    assert (await running).frames == 2
