"""Tests the bytes of one TCP connection."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.outbound.consoles.faults import TooManyBytes
from nazh.adapters.outbound.consoles.wire import MAX_BYTES, Wire


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


async def test_each_exchange_may_have_so_many_bytes() -> None:
    wire = Wire(ended)
    for _ in range(2):
        wire.begin_exchange()
        wire.data_received(bytes(MAX_BYTES))
        assert len(await wire.read()) == MAX_BYTES

    wire.data_received(b"!")

    assert not wire.is_open
    with pytest.raises(TooManyBytes):
        await wire.read()
