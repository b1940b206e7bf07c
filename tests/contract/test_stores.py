"""Tests the contract of stores (nazh.application.shared.ports)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.memory.store import MemoryStore
from nazh.adapters.outbound.redis.connections import new_redis
from nazh.adapters.outbound.redis.store import RedisStore
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.application.shared.ports import Store, StoreError
from nazh.application.shared.store_group import StoreGroup
from tests import databases, redis_servers

NOBODY = "127.0.0.1:1"
"""An address at which nothing listens."""


@asynccontextmanager
async def memory(folder: Path) -> AsyncIterator[Store]:
    yield MemoryStore()


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Store]:
    async with databases.sqlite(folder) as address:
        yield new_database(address)


@asynccontextmanager
async def postgresql(folder: Path) -> AsyncIterator[Store]:
    async with databases.postgresql(folder) as address:
        yield new_database(address)


@asynccontextmanager
async def redis(folder: Path) -> AsyncIterator[Store]:
    async with redis_servers.redis_namespace() as (client, _):
        yield RedisStore(client)


@asynccontextmanager
async def all_stores(folder: Path) -> AsyncIterator[Store]:
    async with sqlite(folder) as opened, memory(folder) as other:
        yield StoreGroup(opened, other)


@asynccontextmanager
async def absent_sqlite(folder: Path) -> AsyncIterator[Store]:
    (folder / "file").touch()
    yield new_database(f"sqlite:///{folder}/file/nazh.sqlite3")


@asynccontextmanager
async def absent_postgresql(folder: Path) -> AsyncIterator[Store]:
    yield new_database(f"postgresql://nazh@{NOBODY}/nazh")


@asynccontextmanager
async def absent_redis(folder: Path) -> AsyncIterator[Store]:
    yield RedisStore(new_redis(f"redis://{NOBODY}"))


@asynccontextmanager
async def all_stores_and_one_absent(folder: Path) -> AsyncIterator[Store]:
    async with memory(folder) as opened, absent_sqlite(folder) as other:
        yield StoreGroup(opened, other)


@pytest_asyncio.fixture(params=[memory, sqlite, postgresql, redis, all_stores])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """A store that is not open yet, and is closed at the end."""
    async with request.param(tmp_path) as opened_store:
        yield opened_store
        await opened_store.close()


@pytest_asyncio.fixture(
    params=[absent_sqlite, absent_postgresql, absent_redis, all_stores_and_one_absent]
)
async def absent(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """A store that does not exist."""
    async with request.param(tmp_path) as opened_store:
        yield opened_store
        await opened_store.close()


async def test_an_open_store_answers(store: Store) -> None:
    await store.open()

    assert await store.is_reachable()


async def test_it_can_be_closed_twice(store: Store) -> None:
    await store.open()

    await store.close()
    await store.close()


async def test_it_can_be_closed_without_having_been_opened(store: Store) -> None:
    await store.close()


async def test_a_store_that_is_not_there_cannot_be_opened(absent: Store) -> None:
    # Everything that Redis stores has a fallback, so that the program starts without it.
    with nullcontext() if isinstance(absent, RedisStore) else pytest.raises(StoreError):
        await absent.open()


async def test_a_store_that_is_not_there_says_so(absent: Store) -> None:
    assert not await absent.is_reachable()


async def test_a_store_that_is_not_there_can_be_closed(absent: Store) -> None:
    await absent.close()
    await absent.close()
