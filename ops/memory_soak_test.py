"""Measures the memory of the whole bot over many rolls (``python -m ops.memory_soak_test``).

Two hundred players send 50,000 interactions to the real program through localcord: once with
SQLite, the default database, and once with the memory store.
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
"""Interactions until all bounded caches are full."""
TURNS: Final = 50_000
_STORES: Final = {"SQLite": "sqlite:///nazh.sqlite3", "memory": "memory:"}


async def main() -> None:
    """Run the load and print a line for each store."""
    for name, address in _STORES.items():
        with tempfile.TemporaryDirectory() as folder:
            fresh, full, after = await _held(Path(folder), address)
        sys.stdout.write(
            f"{name}: {fresh / MIB:.1f} MiB at the start, {(full - fresh) / MIB:+.1f} MiB after "
            f"{FIRST:,} turns, {(after - full) / MIB:+.1f} MiB after {TURNS - FIRST:,} more\n"
        )


async def _held(folder: Path, address: str) -> tuple[int, int, int]:
    """Return the resident bytes at the start, with full caches, and at the end."""
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
            # One late response on a busy machine is not a leak.
            with suppress(NotAnswered):
                await play(channel_users[turn % PLAYERS], turn)
            if turn >= until - AT_ONCE:
                return

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main())
