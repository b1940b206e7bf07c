"""Creates databases for a run on this machine's server, and drops them afterwards."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import uuid4

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

SERVER: Final = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")


class NoDatabase(Exception):
    """The server does not answer, or refuses to create a database."""


@asynccontextmanager
async def postgresql() -> AsyncIterator[str]:
    """Yield the address of an empty database. Raises NoDatabase."""
    name = f"nazh_bench_{uuid4().hex}"
    try:
        await _tell_server(f"CREATE DATABASE {name}")
    except (OSError, SQLAlchemyError) as error:
        raise NoDatabase(f"no database at {make_url(SERVER)!r}: {error}") from error
    try:
        yield f"{SERVER}/{name}"
    finally:
        await _tell_server(f"DROP DATABASE {name} WITH (FORCE)")


async def _tell_server(command: str) -> None:
    url = make_url(SERVER).set(drivername="postgresql+asyncpg", database="postgres")
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(command))
    finally:
        await engine.dispose()
