"""Provides the databases and the simulated Discord that contract tests run against."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from localcord import Server
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.adapters.outbound.sql.databases.database import Database
from tests import databases
from tests.gateway_bots import bot_on

CREATE_DATABASE: Final = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[databases.Templates]:
    """Yield the databases that tests of this process begin with."""
    templates = databases.Templates(tmp_path_factory.mktemp("templates"))
    yield templates
    asyncio.run(templates.drop())


@pytest_asyncio.fixture(params=["memory", "sqlite", "postgresql"])
async def database(
    request: pytest.FixtureRequest, templates: databases.Templates, tmp_path: Path
) -> AsyncIterator[Database | None]:
    """Yield an open, empty database, or ``None`` for stores in memory."""
    if request.param == "memory":
        yield None
        return
    create_database = CREATE_DATABASE[request.param]
    async with templates.opened(create_database, (), tmp_path, databases.nothing) as opened:
        yield opened


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def keep_database(
    request: pytest.FixtureRequest, templates: databases.Templates, tmp_path: Path
) -> AsyncIterator[Database]:
    """Yield an open, empty database with the tables of Keep."""
    create_database = CREATE_DATABASE[request.param]
    async with templates.opened(create_database, ("keep",), tmp_path, databases.nothing) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def prepared(
    request: pytest.FixtureRequest, templates: databases.Templates, tmp_path: Path
) -> databases.Prepared:
    """Return a function that opens a prepared database with the tables of Dominion."""
    return partial(templates.opened, CREATE_DATABASE[request.param], ("dominion",), tmp_path)


@pytest_asyncio.fixture
async def dominion_database(prepared: databases.Prepared) -> AsyncIterator[Database]:
    """Yield an open, empty database with the tables of Dominion."""
    async with prepared(databases.nothing) as opened:
        yield opened


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
