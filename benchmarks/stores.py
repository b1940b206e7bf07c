"""What a roll costs once it is on record: in memory, in SQLite, in PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.report import Part
from nazh.adapters.outbound.clock.system_clock import SystemClock
from nazh.adapters.outbound.entropy.secrets_rng import SecretsRng
from nazh.adapters.outbound.memory.dice import MemoryLedgers, NothingSaved
from nazh.adapters.outbound.silence.announcer import SilentAnnouncer
from nazh.adapters.outbound.sql.dice.ledger import SqlLedgers
from nazh.adapters.outbound.sql.opening import new_database
from nazh.application.dice.ports import OpenLedger, RollRecord
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, RequestId

SERVER = "postgresql://postgres@127.0.0.1:5432"
NOTATION = "a1d20+5, 2d6, dp"
PACE = 200
"""Rolls a second at which waiting is measured: ten tables in a hurry."""
IN_A_BATCH = 100
Roll = Callable[[], Awaitable[float]]


def measure(seconds: float) -> Part:
    """Return what recorded rolls cost; each way of keeping them is watched for ``seconds``."""
    return asyncio.run(_measure(seconds))


async def _measure(seconds: float) -> Part:
    part = Part("A roll on record")
    await _watch(part, "memory", MemoryLedgers(), seconds)
    with TemporaryDirectory() as folder:
        async with _opened(f"sqlite:///{Path(folder) / 'nazh.sqlite3'}") as ledgers:
            await _watch(part, "sqlite", ledgers, seconds)
    try:
        async with _made() as address, _opened(address) as ledgers:
            await _watch(part, "postgresql", ledgers, seconds)
    except (OSError, SQLAlchemyError) as error:
        part.not_measured["stores.postgresql"] = f"{SERVER} does not answer ({error})"
    part.at_least["stores.sqlite.one_by_one"] = 1_000
    for kept in ("sqlite", "postgresql"):
        part.at_most[f"stores.{kept}.p99"] = 20
    return part


async def _watch(part: Part, name: str, ledgers: OpenLedger, seconds: float) -> None:
    roll_dice = RollDice(SecretsRng(), ledgers, NothingSaved(), SystemClock(), SilentAnnouncer())
    numbers = count()

    async def roll() -> float:
        number = next(numbers)
        started = perf_counter()
        with suppress(Unavailable):  # it was waited for in vain, and that counts as well
            await roll_dice(RollRequest(RequestId(str(number)), NOTATION, PlayerId(number % 10)))
        return perf_counter() - started

    for _ in range(20):
        await roll()
    part.amounts[f"stores.{name}.one_by_one"] = (await _rate(roll, seconds), "rolls/s")
    part.amounts[f"stores.{name}.batched"] = (await _batched(ledgers, seconds), "rolls/s")
    waits = await _paced(roll, max(1.0, seconds))
    cuts = quantiles(waits, n=100)
    part.amounts[f"stores.{name}.p50"] = (cuts[49] * 1e3, "ms")
    part.amounts[f"stores.{name}.p99"] = (cuts[98] * 1e3, "ms")


async def _rate(roll: Roll, seconds: float) -> float:
    started, rolled = perf_counter(), 0
    while (passed := perf_counter() - started) < seconds:
        await roll()
        rolled += 1
    return rolled / passed


async def _batched(ledgers: OpenLedger, seconds: float) -> float:
    """Return how many records a second are kept, a hundred in a transaction."""
    thrown = throw(parse_roll(NOTATION), SecretsRng())
    now = SystemClock().now()
    started, kept = perf_counter(), 0
    while (passed := perf_counter() - started) < seconds:
        async with ledgers(RequestId(f"batch {kept}")) as ledger:
            for number in range(kept, kept + IN_A_BATCH):
                name = RequestId(f"batch {kept}.{number}")
                await ledger.history.append(
                    RollRecord(name, PlayerId(1), None, None, now, NAZH, (thrown,))
                )
            await ledger.commit()
        kept += IN_A_BATCH
    return kept / passed


async def _paced(roll: Roll, seconds: float) -> list[float]:
    """Return how long each roll took that began in its turn, whatever became of the last one."""
    started = perf_counter()
    rolling: list[asyncio.Future[float]] = []
    for number in range(int(seconds * PACE)):
        await asyncio.sleep(max(0.0, started + number / PACE - perf_counter()))
        rolling.append(asyncio.ensure_future(roll()))
    return list(await asyncio.gather(*rolling))


@asynccontextmanager
async def _opened(address: str) -> AsyncIterator[SqlLedgers]:
    database = new_database(address)
    await database.open()
    try:
        yield SqlLedgers(database)
    finally:
        await database.close()


@asynccontextmanager
async def _made() -> AsyncIterator[str]:
    name = f"nazh_bench_{uuid4().hex}"
    await _tell_server(f"CREATE DATABASE {name}")
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
