"""Tests that requests to Discord have a limited wait, and are never cancelled."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.inbound.discord.requests import within


async def test_the_result_of_a_request_is_returned() -> None:
    async def request() -> str:
        return "sent"

    assert await within(20.0, request()) == "sent"


async def test_a_request_that_takes_too_long_goes_on_without_its_caller() -> None:
    may_end, has_ended = asyncio.Event(), asyncio.Event()

    async def request() -> None:
        await may_end.wait()
        has_ended.set()

    with pytest.raises(TimeoutError):
        await within(0.01, request())
    may_end.set()

    async with asyncio.timeout(20):
        await has_ended.wait()
