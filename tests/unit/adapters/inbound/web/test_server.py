"""The machine's own page."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from nazh.adapters.inbound.web.server import WebServer


class Counting:
    """An exposition that counts how often it is asked."""

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> bytes:
        self.asked += 1
        return f"asked_total {self.asked}\n".encode()


@pytest_asyncio.fixture
async def address() -> AsyncIterator[str]:
    server = WebServer(0, Counting())
    port = await server.start()
    yield f"http://127.0.0.1:{port}"
    await server.stop()


async def test_metrics_are_written_anew_each_time(address: str) -> None:
    for time in (1, 2):
        async with aiohttp.request("GET", f"{address}/metrics") as response:
            assert await response.text() == f"asked_total {time}\n"
            assert response.headers["Content-Type"] == Counting.content_type


async def test_the_process_is_alive_while_it_answers(address: str) -> None:
    async with aiohttp.request("GET", f"{address}/livez") as response:
        assert (response.status, await response.text()) == (200, "alive\n")


async def test_a_taken_port_is_an_error_of_the_system() -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        server = WebServer(taken.getsockname()[1], Counting())
        with pytest.raises(OSError, match="address already in use"):
            await server.start()
        await server.stop()


async def test_stopping_twice_or_before_the_start_does_nothing() -> None:
    server = WebServer(0, Counting())

    await server.stop()
    await server.start()
    await server.stop()
    await server.stop()
