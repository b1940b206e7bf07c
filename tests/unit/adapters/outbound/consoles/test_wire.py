"""Tests the bytes of one TCP connection."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.outbound.consoles.faults import TooManyBytes
from nazh.adapters.outbound.consoles.wire import MAX_BYTES, MAX_READ, Wire


def ended() -> None:
    """Does nothing at the end of a connection."""


async def test_bytes_that_arrived_in_parts_are_read_once() -> None:
    wire = Wire(ended)
    for part in (b"one ", b"two"):
        wire.data_received(part)

    together = await wire.read()
    next_read = asyncio.create_task(wire.read())
    await asyncio.sleep(0)
    wire.data_received(b"three")

    assert together == b"one two"
    assert await next_read == b"three"


async def read_all(wire: Wire) -> int:
    """Read as long as there are bytes, and return how many there were."""
    size = 0
    while wire.has_unread:
        size += len(await wire.read())
    return size


async def test_each_exchange_may_have_so_many_bytes() -> None:
    wire = Wire(ended)
    for _ in range(2):
        wire.begin_exchange()
        wire.data_received(bytes(MAX_BYTES))
        assert await read_all(wire) == MAX_BYTES

    wire.data_received(b"!")

    assert not wire.is_open
    with pytest.raises(TooManyBytes):
        await wire.read()


async def test_other_tasks_run_while_a_long_reply_is_read() -> None:
    wire = Wire(ended)
    wire.data_received(bytes(10 * MAX_READ))
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while wire.has_unread:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(count_turns())
    assert await read_all(wire) == 10 * MAX_READ
    await other

    assert turns >= 10
