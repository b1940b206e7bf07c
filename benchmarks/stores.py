"""What a roll costs once it is on record: in memory, in SQLite, in PostgreSQL."""

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
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.databases import SERVER, postgresql
from benchmarks.report import Part
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore, NoSavedNames
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.sql.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.factory import new_database
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.fair_rolls import NO_FAIR_ROLLS, FairRolls
from nazh.application.dice.fair.open_fair import FairRequest, OpenFair
from nazh.application.dice.history.prune_rolls import PruneRolls
from nazh.application.dice.ports import FairSessionStore, OpenRolls, RollRecord
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

NOTATION = "a1d20+5, 2d6, dp"
PACE = 200
"""Rolls a second at which waiting is measured: ten tables in a hurry."""
AT_ONCE = 50
IN_A_BATCH = 100
LONGER = 4
"""How many times longer waiting is watched: the slowest of a hundred is rare."""
OLD = 100_000
"""Rolls that are pruned while others roll; a fiftieth of them in a quick race."""
FAIR = GuildId(1)
"""Where a fair session is open."""
FIRST_PROVEN = 1_000_000_000
"""The number of the first roll in it, beyond those of all others."""
QUICK = 1.0
"""Below so many seconds, a race is a quick one."""
WAITS_AT_MOST = 20
"""Milliseconds for 99 rolls of 100 at that pace."""
NOTICED = 200
"""Milliseconds for the longest wait while old rolls go: nobody feels less."""
Roll = Callable[[], Awaitable[float]]


def measure(seconds: float) -> Part:
    """Return what recorded rolls cost; each way of keeping them is watched for ``seconds``."""
    return asyncio.run(_measure(seconds))


async def _measure(seconds: float) -> Part:
    part = Part("A roll on record")
    part.amounts["stores.load_before"] = (os.getloadavg()[0], "")
    in_memory = MemoryRollStore()
    await _watch(part, "memory", _rolling(in_memory), in_memory, seconds)
    await _watch_session(part, "memory", in_memory, in_memory.fair, seconds)
    with TemporaryDirectory() as folder:
        await _watch_database(part, "sqlite", f"sqlite:///{Path(folder) / 'nazh.sqlite3'}", seconds)
    try:
        async with postgresql() as address:
            await _watch_database(part, "postgresql", address, seconds)
    except (OSError, SQLAlchemyError) as error:
        part.not_measured["stores.postgresql"] = f"{SERVER} does not answer ({error})"
    part.at_least["stores.sqlite.one_by_one"] = 1_000
    for kept in ("sqlite", "postgresql"):
        part.at_most[f"stores.{kept}.p99"] = WAITS_AT_MOST
        part.at_most[f"stores.{kept}.pruning.longest"] = NOTICED
    part.amounts["stores.load_after"] = (os.getloadavg()[0], "")
    return part


async def _watch_database(part: Part, name: str, address: str, seconds: float) -> None:
    async with _opened(address) as database:
        ledgers = SqlRollStore(database)
        roll = _rolling(ledgers)
        await _watch(part, name, roll, ledgers, seconds)
        await _watch_session(part, name, ledgers, SqlFairSessionStore(database), seconds)
        await _watch_pruning(part, name, roll, database, OLD if seconds >= QUICK else OLD // 50)


def _rolling(ledgers: OpenRolls, fair: FairRolls = NO_FAIR_ROLLS) -> Roll:
    """Return what rolls once and tells the seconds that it took; in a session where one is open."""
    roll_dice = RollDice(
        SecretsRng(), ledgers, NoSavedNames(), SystemClock(), NullPublisher(), fair
    )
    numbers = count() if fair is NO_FAIR_ROLLS else count(FIRST_PROVEN)
    server = None if fair is NO_FAIR_ROLLS else FAIR

    async def roll() -> float:
        number = next(numbers)
        started = perf_counter()
        with suppress(Unavailable):  # it was waited for in vain, and that counts as well
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
    _tell_waits(part, f"stores.{name}", await _paced(roll, lambda: perf_counter() < until))


async def _watch_session(
    part: Part, name: str, ledgers: OpenRolls, book: FairSessionStore, seconds: float
) -> None:
    """Tell how many rolls of one server are proven in a second, one by one and many at once."""
    known = CachedSessions(book, SystemClock())
    opening = OpenFair(SecretsRng(), ledgers, book, known, SystemClock())
    await opening(FairRequest(RequestId("open"), FAIR, UserId(1), is_manager=True))
    roll = _rolling(ledgers, FairRolls(known))
    for _ in range(20):
        await roll()
    seconds = min(seconds, QUICK)  # a session in memory is full after some seconds
    for called, rate in (
        ("one_by_one", await _rate(roll, 1, seconds)),
        ("at_once", await _rate(roll, AT_ONCE, seconds)),
    ):
        part.amounts[f"stores.{name}.proven.{called}"] = (rate, "rolls/s")


async def _watch_pruning(part: Part, name: str, roll: Roll, database: Database, old: int) -> None:
    """Tell how long rolls wait while many old ones are forgotten."""
    await database.write(lambda connection: _grow_old(connection, old), BACKGROUND_TIMEOUT)
    prune = PruneRolls(SqlRollArchive(database), SystemClock(), NullPublisher(), days=30)
    pruning = asyncio.ensure_future(_timed(prune))
    waits = await _paced(roll, lambda: not pruning.done())
    part.amounts[f"stores.{name}.pruning"] = (old / await pruning, "rolls/s")
    _tell_waits(part, f"stores.{name}.pruning", waits)
    part.amounts[f"stores.{name}.pruning.longest"] = (max(waits) * 1e3, "ms")


async def _timed(prune: PruneRolls) -> float:
    """Return the seconds that it takes to forget everything that is old."""
    started = perf_counter()
    while True:
        with suppress(Unavailable):  # as a bot would try again, though not at once
            await prune()
            return perf_counter() - started


def _grow_old(connection: Connection, many: int) -> None:
    """Put ``many`` rolls on record that fell long ago, each like the last one but for its id."""
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
    """Return how many a second are rolled by so many who roll again as soon as they have rolled."""
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
    """Return how many records a second are kept, a hundred in a transaction."""
    thrown = throw(parse_roll(NOTATION), SecretsRng())
    now = SystemClock().now()
    started, kept = perf_counter(), 0
    while (passed := perf_counter() - started) < seconds:
        async with ledgers(RequestId(f"batch {kept}")) as ledger:
            for number in range(kept, kept + IN_A_BATCH):
                name = RequestId(f"batch {kept}.{number}")
                await ledger.history.append(
                    RollRecord(name, UserId(1), None, None, now, NAZH, (thrown,))
                )
            await ledger.commit()
        kept += IN_A_BATCH
    return kept / passed


async def _paced(roll: Roll, goes_on: Callable[[], bool]) -> list[float]:
    """Return how long each roll took. They begin by chance, whatever became of those before."""
    chance = random.Random(0)
    at = perf_counter()
    rolling: list[asyncio.Future[float]] = []
    while goes_on():
        at += chance.expovariate(PACE)
        await asyncio.sleep(max(0.0, at - perf_counter()))
        rolling.append(asyncio.ensure_future(_since(at, roll)))
    return list(await asyncio.gather(*rolling))


async def _since(at: float, roll: Roll) -> float:
    """Return the seconds from the instant at which a roll was due, also if it began late."""
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
