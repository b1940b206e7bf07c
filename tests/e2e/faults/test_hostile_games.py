"""Tests that game servers which flood their consoles delay no other server's responses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from nazh.adapters.outbound.consoles.protocols.rcon_frames import (
    AUTH,
    AUTH_RESPONSE,
    RESPONSE,
    Frame,
    FrameReader,
    encode_frame,
)
from tests.e2e.conftest import Table
from tests.e2e.program import run_bot
from tests.e2e.test_game_servers import LOOPBACK, SECRET, add, manager, run
from tests.game_servers import HOST

FLOOD = 4 << 20
"""Bytes of each reply, as many as a console may send."""
PLAYERS = "1. ﷺﷺﷺﷺﷺﷺﷺﷺ, 0\n".encode()
"""A line whose name takes long to clean."""
DEADLINE = 3.0
"""Seconds in which Discord wants a response."""
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def ark(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accept every password, and list players without end."""
    frames = FrameReader()
    while received := await reader.read(FLOOD):
        for frame in frames.feed(received):
            if frame.type == AUTH:
                writer.write(encode_frame(Frame(frame.id, AUTH_RESPONSE, b"")))
                continue
            body = PLAYERS * 10_000
            for _ in range((FLOOD - FLOOD // 10) // len(body)):
                writer.write(encode_frame(Frame(frame.id, RESPONSE, body)))


async def teeworlds(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accept every password, and send empty lines without end."""
    writer.write(b"Enter password:\n")
    await reader.readline()
    writer.write(b"Authentication successful.\n")
    while await reader.readline():
        writer.write(b"\n" * FLOOD)


@asynccontextmanager
async def server(talk: Talk) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, HOST, 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


async def test_floods_of_consoles_delay_no_other_server(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    player = table.alice.in_(table.discord.guild("Elsewhere").channel("dice"))
    variables = {
        **LOOPBACK,
        "NAZH_CONTEXTS": "dice,keep",
        "NAZH_DATABASE_URL": f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
    }
    async with server(ark) as ark_port, server(teeworlds) as teeworlds_port:
        bot = await run_bot(table.discord, tmp_path, **variables)
        try:
            await add(table, carol, "ark_asa", "Island", ark_port, SECRET)
            await add(table, carol, "teeworlds", "Tee", teeworlds_port, SECRET)
            asking = asyncio.create_task(run(table, carol, "server status"))
            slowest = 0.0
            while not asking.done():
                started = monotonic()
                await player.slash("roll", pool1="1d20")
                slowest = max(slowest, monotonic() - started)
            shown = (await asking).reply
        finally:
            bot.kill()

    assert slowest < DEADLINE
    assert "1,000 players" in str(shown.text or shown.embeds)
