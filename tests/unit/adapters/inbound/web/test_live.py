"""Tests how long viewers keep their places, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from nazh.adapters.inbound.web.live import MAX_VIEWERS, LiveStream
from tests.doubles.skipping_loop import SkippingLoop

PATIENCE = 30.0


async def status() -> str:
    return "x" * 4_000


@asynccontextmanager
async def publish(live: LiveStream) -> AsyncIterator[str]:
    """Yield the address of a stream."""
    app = web.Application()
    app.router.add_get("/", live.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    publishing = asyncio.create_task(live.publish_forever())
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        live.end()
        publishing.cancel()
        await runner.cleanup()


async def test_viewers_who_do_not_read_lose_their_places_to_others() -> None:
    live = LiveStream(status, every=0.01, write_timeout=0.2)
    async with publish(live) as address:
        port = int(address.rpartition(":")[2].strip("/"))
        writers = []
        for _ in range(MAX_VIEWERS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await reader.readline()
            writer.transport.pause_reading()  # type: ignore[attr-defined]  # of every socket
            writers.append(writer)
        assert live.viewers == MAX_VIEWERS
        async with aiohttp.request("GET", address) as refused:
            assert refused.status == 503

        async with asyncio.timeout(PATIENCE):
            while live.viewers:  # noqa: ASYNC110  # a count has no Event
                await asyncio.sleep(0.01)
        async with aiohttp.request("GET", address) as stream:
            assert stream.status == 200
            assert await stream.content.readline() == b"retry: 1000\n"
        for writer in writers:
            writer.close()


async def test_a_stream_ends_so_that_others_get_its_place() -> None:
    live = LiveStream(status, every=0.01, lifetime=0.1)
    async with publish(live) as address:
        async with asyncio.timeout(PATIENCE), aiohttp.request("GET", address) as stream:
            events = (await stream.content.read()).count(b"event: status")

        assert events > 1
        assert live.viewers == 0


@pytest.mark.parametrize(("pause", "viewers"), [(9.0, 1), (11.0, 0)])
def test_a_viewer_has_ten_seconds_to_read_an_event(pause: float, viewers: int) -> None:
    async def long_status() -> str:
        return "x" * 10_000_000

    async def stop_reading() -> int:
        live = LiveStream(long_status)
        async with publish(live) as address:
            port = int(address.rpartition(":")[2].strip("/"))
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            await reader.readline()
            writer.transport.pause_reading()  # type: ignore[attr-defined]  # of every socket
            await asyncio.sleep(pause)
            viewers = live.viewers
            writer.close()
            return viewers

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert runner.run(stop_reading()) == viewers
