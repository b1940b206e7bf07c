"""Measures recorded rolls in memory, SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Connection, text

from benchmarks.databases import NoDatabase, postgresql
from benchmarks.report import Part
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore, NoSavedNames
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.fair_rolls import NO_FAIR_ROLLS, FairRolls
from nazh.application.dice.fair.open_fair import FairRequest, OpenFair
from nazh.application.dice.history.prune_rolls import PruneRolls
from nazh.application.dice.ports import FairSessionStore, OpenRolls
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

NOTATION = "a1d20+5, 2d6, dp"
PACE = 200
"""Rolls per second at which latency is measured."""
AT_ONCE = 50
IN_A_BATCH = 100
LONGER = 4
"""How many times longer latency is measured, because the p99 needs many samples."""
OLD = 100_000
"""Rolls that are pruned while others are recorded; a quick run has a fiftieth of them."""
FAIR = GuildId(1)
"""The server with an open fair session."""
FIRST_PROVEN = 1_000_000_000
"""The id of its first roll, above all other ids."""
QUICK = 1.0
"""Runs shorter than this (seconds) are quick."""
WAITS_AT_MOST = 20
"""The goal for the p99 at that rate, in milliseconds."""
NOTICED = 200
"""The goal for the longest wait while pruning, in milliseconds."""
Roll = Callable[[], Awaitable[float]]


def measure(seconds: float) -> Part:
    """Return the cost of recorded rolls; each store is measured for ``seconds``."""
    return asyncio.run(_measure(seconds))


async def _measure(seconds: float) -> Part:
    part = Part("A roll on record")
    part.amounts["stores.load_before"] = (os.getloadavg()[0], "")
    in_memory = MemoryRollStore()
    await _watch(part, "memory", rolling(in_memory), in_memory, seconds)
    await _watch_session(part, "memory", in_memory, in_memory.fair, seconds)
    with TemporaryDirectory() as folder:
        await _watch_database(part, "sqlite", f"sqlite:///{Path(folder) / 'nazh.sqlite3'}", seconds)
    try:
        async with postgresql() as address:
            await _watch_database(part, "postgresql", address, seconds)
    except NoDatabase as error:
        part.not_measured["stores.postgresql"] = str(error)
    part.at_least["stores.sqlite.one_by_one"] = 1_000
    for storage in ("sqlite", "postgresql"):
        part.at_most[f"stores.{storage}.p99"] = WAITS_AT_MOST
        part.at_most[f"stores.{storage}.pruning.longest"] = NOTICED
    part.amounts["stores.load_after"] = (os.getloadavg()[0], "")
    return part


async def _watch_database(part: Part, name: str, address: str, seconds: float) -> None:
    async with _opened(address) as database:
        ledgers = SqlRollStore(database)
        roll = rolling(ledgers)
        await _watch(part, name, roll, ledgers, seconds)
        await _watch_session(part, name, ledgers, SqlFairSessionStore(database), seconds)
        await _watch_pruning(part, name, roll, database, OLD if seconds >= QUICK else OLD // 50)


def rolling(ledgers: OpenRolls, fair: FairRolls = NO_FAIR_ROLLS) -> Roll:
    """Return a function that rolls once and returns the seconds; in a session, if one is open."""
    roll_dice = RollDice(
        SecretsRng(), ledgers, NoSavedNames(), SystemClock(), NullPublisher(), fair
    )
    numbers = count() if fair is NO_FAIR_ROLLS else count(FIRST_PROVEN)
    server = None if fair is NO_FAIR_ROLLS else FAIR

    async def roll() -> float:
        number = next(numbers)
        started = perf_counter()
        with suppress(Unavailable):  # the time until the failure counts as well
            by = UserId(number % 10 + 1)
            await roll_dice(RollRequest(RequestId(str(number)), NOTATION, by, guild=server))
        return perf_counter() - started

    return roll


async def _watch(part: Part, name: str, roll: Roll, ledgers: OpenRolls, seconds: float) -> None:
    for _ in range(20):
        await roll()
    for called, rate in (
        ("one_by_one", await _rate(roll, 1, seconds)),
        ("at_once", await _rate(roll, AT_ONCE, seconds)),
        ("batched", await _batched(ledgers, seconds)),
    ):
        part.amounts[f"stores.{name}.{called}"] = (rate, "rolls/s")
    until = perf_counter() + LONGER * seconds
    _tell_waits(part, f"stores.{name}", await paced(roll, lambda: perf_counter() < until))


async def _watch_session(
    part: Part, name: str, ledgers: OpenRolls, book: FairSessionStore, seconds: float
) -> None:
    """Measure the proven rolls per second of one server, sequentially and concurrently."""
    known = CachedSessions(book, SystemClock())
    opening = OpenFair(SecretsRng(), ledgers, book, known, SystemClock())
    await opening(FairRequest(RequestId("open"), FAIR, UserId(1), is_manager=True))
    roll = rolling(ledgers, FairRolls(known))
    for _ in range(20):
        await roll()
    seconds = min(seconds, QUICK)  # a session in memory fills up after some seconds
    for called, rate in (
        ("one_by_one", await _rate(roll, 1, seconds)),
        ("at_once", await _rate(roll, AT_ONCE, seconds)),
    ):
        part.amounts[f"stores.{name}.proven.{called}"] = (rate, "rolls/s")


async def _watch_pruning(part: Part, name: str, roll: Roll, database: Database, old: int) -> None:
    """Measure the latency of rolls while many old ones are pruned."""
    await database.write(lambda connection: _record_old_rolls(connection, old), BACKGROUND_TIMEOUT)
    prune = PruneRolls(SqlRollArchive(database), SystemClock(), NullPublisher(), days=30)
    pruning = asyncio.ensure_future(_timed(prune))
    waits = await paced(roll, lambda: not pruning.done())
    part.amounts[f"stores.{name}.pruning"] = (old / await pruning, "rolls/s")
    _tell_waits(part, f"stores.{name}.pruning", waits)
    part.amounts[f"stores.{name}.pruning.longest"] = (max(waits) * 1e3, "ms")


async def _timed(prune: PruneRolls) -> float:
    """Return the seconds for pruning all old rolls."""
    started = perf_counter()
    while True:
        with suppress(Unavailable):  # a bot would retry as well, but not immediately
            await prune()
            return perf_counter() - started


def _record_old_rolls(connection: Connection, many: int) -> None:
    """Record ``many`` old rolls, identical except for their ids."""
    columns = "player, server, channel, secret, form, ruleset, notation, comment, sought"
    rest = f"{columns}, faces, picked, character"
    connection.execute(
        text(
            "WITH RECURSIVE numbers (n) AS"
            " (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :many)"
            f" INSERT INTO rolls (id, story, at, {rest})"
            f" SELECT 'old ' || n, 'old ' || n, n, {rest} FROM numbers"
            " CROSS JOIN (SELECT * FROM rolls ORDER BY seq DESC LIMIT 1) AS latest"
        ),
        {"many": many},
    )


def _tell_waits(part: Part, prefix: str, waits: list[float]) -> None:
    cuts = quantiles(waits, n=100, method="inclusive")
    part.amounts[f"{prefix}.p50"] = (cuts[49] * 1e3, "ms")
    part.amounts[f"{prefix}.p99"] = (cuts[98] * 1e3, "ms")


async def _rate(roll: Roll, at_once: int, seconds: float) -> float:
    """Return the rolls per second with a fixed number of rolls in flight."""
    started = perf_counter()
    until = started + seconds

    async def one_player() -> int:
        rolled = 0
        while perf_counter() < until:
            await roll()
            rolled += 1
        return rolled

    rolled = sum(await asyncio.gather(*(one_player() for _ in range(at_once))))
    return rolled / (perf_counter() - started)


async def _batched(ledgers: OpenRolls, seconds: float) -> float:
    """Return the records per second with a hundred per transaction."""
    thrown = throw(parse_roll(NOTATION), SecretsRng())
    now = SystemClock().now()
    started, rolls_kept = perf_counter(), 0
    while (passed := perf_counter() - started) < seconds:
        async with ledgers(RequestId(f"batch {rolls_kept}")) as ledger:
            for number in range(rolls_kept, rolls_kept + IN_A_BATCH):
                name = RequestId(f"batch {rolls_kept}.{number}")
                await ledger.history.append(
                    RollRecord(name, UserId(1), None, None, now, NAZH, (thrown,))
                )
            await ledger.commit()
        rolls_kept += IN_A_BATCH
    return rolls_kept / passed


async def paced(roll: Roll, should_continue: Callable[[], bool], pace: float = PACE) -> list[float]:
    """Return the latency of each roll, with random open-loop arrivals."""
    chance = random.Random(0)
    at = perf_counter()
    rolling: list[asyncio.Future[float]] = []
    while should_continue():
        at += chance.expovariate(pace)
        await asyncio.sleep(max(0.0, at - perf_counter()))
        rolling.append(asyncio.ensure_future(_since(at, roll)))
    return list(await asyncio.gather(*rolling))


async def _since(at: float, roll: Roll) -> float:
    """Return the seconds since the roll was due, even if it started late."""
    await roll()
    return perf_counter() - at


@asynccontextmanager
async def _opened(address: str) -> AsyncIterator[Database]:
    database = new_database(address)
    await database.open()
    try:
        yield database
    finally:
        await database.close()
