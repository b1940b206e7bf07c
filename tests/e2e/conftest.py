"""Discord on loopback, a bot on it, and a few players."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from localcord import Channel, Person, Seat, Server
from tests.e2e.program import Program, run_bot


@dataclass(frozen=True, slots=True)
class Table:
    """A channel with a bot in it and two players."""

    discord: Server
    channel: Channel
    alice: Person
    bob: Person

    @property
    def seat(self) -> Seat:
        """Where Alice sits."""
        return self.alice.in_(self.channel)


@pytest_asyncio.fixture
async def table() -> AsyncIterator[Table]:
    async with Server() as discord:
        channel = discord.guild("Keep").channel("table")
        yield Table(discord, channel, discord.user("Alice"), discord.user("Bob"))


@pytest_asyncio.fixture
async def bot(table: Table, tmp_path: Path) -> AsyncIterator[Program]:
    program = await run_bot(table.discord, tmp_path)
    try:
        yield program
        await program.stop()
    finally:
        program.kill()
