"""``python -m ops.soak_test``: what the whole bot holds in memory, evening after evening.

Two hundred players play 50,000 turns on localcord at the real program, with the database that
everybody has who chose none, and with nothing but memory.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from localcord import ChannelUser, NotAnswered, Server, Settings
from ops.memory_overhead import MIB, resident
from ops.traffic_generator import play
from tests.e2e.program import run_bot

PLAYERS: Final = 200
AT_ONCE: Final = 10
FIRST: Final = 10_000
"""Turns until whatever is remembered with a bound is full."""
TURNS: Final = 50_000
_STORES: Final = {"SQLite": "sqlite:///nazh.sqlite3", "memory": "memory:"}


async def main() -> None:
    """Play, and say it in a line for each store."""
    for name, address in _STORES.items():
        with tempfile.TemporaryDirectory() as folder:
            fresh, full, after = await _held(Path(folder), address)
        sys.stdout.write(
            f"{name}: {fresh / MIB:.1f} MiB at first, {(full - fresh) / MIB:+.1f} MiB after "
            f"{FIRST:,} turns, {(after - full) / MIB:+.1f} MiB after {TURNS - FIRST:,} more\n"
        )


async def _held(folder: Path, address: str) -> tuple[int, int, int]:
    """Return the bytes that the bot holds before it plays, when it is full, and in the end."""
    forgetful = Settings(
        keep_events=100, keep_messages=2000, keep_interactions=2000, keep_requests=1
    )
    async with Server(forgetful) as discord:
        table = discord.guild("Keep").channel("table")
        channel_users = [discord.user(f"Player {number}").in_(table) for number in range(PLAYERS)]
        bot = await run_bot(discord, folder, NAZH_DATABASE_URL=address)
        try:
            turns = iter(range(TURNS))
            fresh = resident(bot.process.pid)
            await _play(channel_users, turns, FIRST)
            full = resident(bot.process.pid)
            await _play(channel_users, turns, TURNS)
            return fresh, full, resident(bot.process.pid)
        finally:
            await bot.stop()


async def _play(channel_users: list[ChannelUser], turns: Iterator[int], until: int) -> None:
    async def some() -> None:
        for turn in turns:
            # A machine that is busy with other things may be late once: that is no leak.
            with suppress(NotAnswered):
                await play(channel_users[turn % PLAYERS], turn)
            if turn >= until - AT_ONCE:
                return

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main())
