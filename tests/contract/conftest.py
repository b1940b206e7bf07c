"""Provides the databases and the simulated Discord that contract tests run against."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import Server
from nazh.adapters.inbound.discord.gateway.resumable_shards import ShardedBot
from nazh.adapters.outbound.sql.database import Database
from tests import databases
from tests.gateway_bots import bot_on


@pytest_asyncio.fixture(params=["memory", "sqlite", "postgresql"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Database | None]:
    """Yield an open, empty database, or ``None`` for stores in memory."""
    if request.param == "memory":
        yield None
        return
    made = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}[request.param]
    async with made(tmp_path) as address, databases.opened(address) as opened:
        yield databases.patient(opened)


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def keep_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Yield an open, empty database with the tables of Keep."""
    made = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}[request.param]
    async with made(tmp_path) as address, databases.opened(address, "keep") as opened:
        yield databases.patient(opened)


# With PostgreSQL, these hundreds of tests take a quarter of the time of all fast ones.
@pytest_asyncio.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow, id="postgresql")]
)
async def dominion_database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Database]:
    """Yield an open, empty database with the tables of Dominion."""
    made = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}[request.param]
    async with made(tmp_path) as address, databases.opened(address, "dominion") as opened:
        yield databases.patient(opened)


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[Server]:
    """Yield a simulated Discord."""
    async with Server() as server:
        yield server


@pytest_asyncio.fixture
async def bot(discord: Server) -> AsyncIterator[ShardedBot]:
    """Yield a client that sends requests to the simulated Discord."""
    async with bot_on(discord) as opened:
        yield opened
