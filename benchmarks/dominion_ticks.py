"""Measures ticks of Dominion beside bare statements, and how long they hold SQLite's writer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import BigInteger, Connection, Engine, bindparam, insert, text

from benchmarks.report import Part
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.checkpoints import Checkpoints
from nazh.adapters.outbound.sql.databases.database import (
    BACKGROUND_TIMEOUT,
    TRANSACTION_TIMEOUT,
    Database,
    Work,
)
from nazh.adapters.outbound.sql.databases.inline_commits import InlineCommits
from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.adapters.outbound.sql.databases.sqlite_worker import (
    SqliteWorker,
    TransactionMode,
    new_sqlite_engine,
)
from nazh.adapters.outbound.sql.dominion.tables import BUILD_ORDERS, UNITS
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.advance_world import AdvanceWorld
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.wars.declare_war import DeclarationRequest, DeclareWar
from nazh.domain.dominion.world_time import hour_of
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.contexts import migrations_of

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
TICKS: Final = 4
WARS: Final = 200
ORDERS: Final = 5_000
_FROZEN: Final = 3 * 24 * HOUR
Result = TypeVar("Result")
_MULTIPLIER: Final = (
    "{least}({greatest}((10000 + CASE WHEN protected_until > :at THEN 5000 ELSE 0 END)"
    " * (10000 + 200 * economy_level) / 10000"
    " * (10000 + CASE WHEN power IS NOT NULL AND 2 * power < :median THEN 1000 ELSE 0 END)"
    " / 10000, 2500), 30000)"
)
_INCOME: Final = (
    f"{{least}}(counted * 100 * {_MULTIPLIER} / 1000000, {{greatest}}(capacity - resources, 0))"
)
_ENTRIES: Final = (
    "INSERT INTO dominion_ledger (season, nation, at, reason, amount, balance, cause) "
    "SELECT season, nation, :at, 'generation', amount, resources + amount, :cause "
    f"FROM (SELECT season, nation, resources, {_INCOME} AS amount FROM dominion_nation_states "
    "{unflattened}) AS income WHERE amount != 0"
)
_STATES: Final = (
    f"UPDATE dominion_nation_states SET resources = resources + {_INCOME}, "
    f"generated = generated + {_INCOME}, upkeep_due = upkeep_due + upkeep, "
    "is_below_median = power IS NOT NULL AND 2 * power < :median"
)
_WORDS: Final = {
    "sqlite": {"least": "min", "greatest": "max", "unflattened": "LIMIT -1 OFFSET 0"},
    "postgresql": {"least": "least", "greatest": "greatest", "unflattened": "OFFSET 0"},
}
"""The databases' different words for the same operation."""
_MEDIAN: Final = text("SELECT doubled_median FROM dominion_standings WHERE hour = :hour")


class Cost(NamedTuple):
    """The elapsed and CPU seconds of some work."""

    seconds: float
    processor: float


class _MeasuredWorker(SqliteWorker):
    """Records the cost of each transaction, from its start to the end of its commit."""

    def __init__(self, engine: Engine, holds: list[Cost]) -> None:
        super().__init__(engine, "measured")
        self._holds = holds

    def _run(self, work: Work[Result], mode: TransactionMode) -> Result:
        start, processor = perf_counter(), thread_time()
        try:
            return super()._run(work, mode)
        finally:
            self._holds.append(Cost(perf_counter() - start, thread_time() - processor))


class MeasuredDatabase(SqliteDatabase):
    """Records for how long each transaction holds the writer."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, (CORE, *migrations_of(["dominion"])))
        self.holds: list[Cost] = []
        engine = new_sqlite_engine(file)
        self._writer = _MeasuredWorker(engine, self.holds)
        self._checkpoints = Checkpoints(self._copier.checkpoint, self._writer.checkpoint)
        self._inline = InlineCommits(engine, self._checkpoints)

    async def write(
        self, work: Callable[[Connection], Result], timeout: float = TRANSACTION_TIMEOUT
    ) -> Result:
        """Write, with at least the timeout of background work."""
        return await super().write(work, max(timeout, BACKGROUND_TIMEOUT))

    async def read(
        self, work: Callable[[Connection], Result], timeout: float = TRANSACTION_TIMEOUT
    ) -> Result:
        """Read, with at least the timeout of background work."""
        return await super().read(work, max(timeout, BACKGROUND_TIMEOUT))

    async def copy_log(self) -> None:
        """Copy the write-ahead log into the file, which otherwise happens during writes."""
        copied = asyncio.get_running_loop().create_future()
        self._writer.checkpoint(copied.set_result)
        await copied


def new_world(database: Database) -> SqlWorld:
    """Return a world with the classic rules, whose events are dropped."""
    return SqlWorld(database, TomlRulesets("classic"), DerivedWarSecrets(), NullPublisher())


def requester(number: int, at: datetime = START, guild: int = 1) -> Requester:
    """Return a nation's leader, as the author of a numbered request."""
    server_created_at = datetime(2015, 1, 1, tzinfo=UTC)
    return Requester(RequestId(str(number)), GuildId(guild), UserId(1), at, server_created_at, True)


async def advance(world: SqlWorld, until: datetime) -> None:
    """Do everything that is due by an instant."""
    while await world.advance(until):
        pass


async def advance_as_the_job(world: SqlWorld, at: datetime) -> None:
    """Do everything that is due by an instant, with the pauses of one run of the job."""
    await AdvanceWorld(world, _StoppedClock(at), _is_never)()
    await advance(world, at)  # what a slow machine leaves to the next run


@dataclass(frozen=True, slots=True)
class _StoppedClock:
    """Always shows one instant."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant."""
        return self.at


async def _is_never() -> bool:
    """Return that the world is not stopped."""
    return False


async def cost(work: Awaitable[object]) -> Cost:
    """Do the work and return its cost."""
    start, processor = perf_counter(), process_time()
    await work
    return Cost(perf_counter() - start, process_time() - processor)


async def measure_ticks(part: Part, database: MeasuredDatabase, world: SqlWorld) -> None:
    """Measure ticks and bare statements alternately, and then a day of missed ticks."""
    ticks: list[Cost] = []
    bare: list[Cost] = []
    holds: list[Cost] = []
    size = 0.0
    for number in range(1, TICKS + 1):
        at = START + number * HOUR
        await advance(world, at - MINUTE)  # the standings
        before = await database.read(bytes_of)
        database.holds.clear()
        ticks.append(await cost(with_checkpoint(database, advance(world, at))))
        holds += database.holds
        size = await database.read(bytes_of) - before
        statements = database.write(partial(bare_tick, at=at), 60)
        bare.append(await cost(with_checkpoint(database, statements)))
    tick, statement = (min(tick_cost.processor for tick_cost in costs) for costs in (ticks, bare))
    part.ratios["dominion.tick_vs_bare_statement"] = tick / statement
    part.at_most["dominion.tick_vs_bare_statement"] = 1.5
    part.amounts["dominion.tick_total"] = (
        min(tick_cost.seconds for tick_cost in ticks) * 1e3,
        "ms",
    )
    part.amounts["dominion.tick_processor"] = (tick * 1e3, "ms")
    report_holds(part, "dominion.tick", holds)
    part.amounts["dominion.growth_an_hour"] = (size / 1e6, "MB")
    last = START + (TICKS + 1) * HOUR - MINUTE
    await advance(world, last)
    hour = await cost(advance(world, last + HOUR))
    day = await cost(advance(world, last + 25 * HOUR))
    part.ratios["dominion.24_missed_hours_vs_one"] = day.processor / hour.processor
    part.at_most["dominion.24_missed_hours_vs_one"] = 30


async def with_checkpoint(database: MeasuredDatabase, work: Awaitable[object]) -> None:
    """Do the work, then copy the write-ahead log into the file."""
    await work
    await database.copy_log()


def report_holds(part: Part, name: str, holds: Sequence[Cost]) -> None:
    """Add how long transactions held the writer; the goal applies to CPU time."""
    processor = sorted(hold.processor for hold in holds)
    part.amounts[f"{name}_longest_hold"] = (processor[-1] * 1e3, "ms")
    part.at_most[f"{name}_longest_hold"] = 50
    part.amounts[f"{name}_median_hold"] = (processor[len(processor) // 2] * 1e3, "ms")
    seconds = sorted(hold.seconds for hold in holds)
    part.amounts[f"{name}_longest_hold_wall"] = (seconds[-1] * 1e3, "ms")
    part.amounts[f"{name}_median_hold_wall"] = (seconds[len(seconds) // 2] * 1e3, "ms")


async def measure_outage(
    part: Part, database: MeasuredDatabase, world: SqlWorld, share: int
) -> None:
    """Measure 72 hours with orders and wars; ``share`` divides their number."""
    at = START + MINUTE
    await database.write(
        lambda connection: _give_orders(connection, ORDERS // share), BACKGROUND_TIMEOUT
    )
    await database.write(
        lambda connection: _give_armies(connection, WARS // share), BACKGROUND_TIMEOUT
    )
    declare = DeclareWar(world)
    for number in range(WARS // share):
        aggressor, defender = 2 * number + 2, 2 * number + 3
        by = requester(10_000 + number, at, aggressor)
        await declare(by, DeclarationRequest(f"N{defender}"))
    database.holds.clear()
    advance_cost = await cost(advance(world, START + _FROZEN))
    part.amounts["dominion.72_hours"] = (advance_cost.seconds, "s")
    part.at_most["dominion.72_hours"] = 60
    part.amounts["dominion.72_hours_processor"] = (advance_cost.processor, "s")
    part.amounts["dominion.72_hours_slowdown"] = (
        advance_cost.seconds / advance_cost.processor,
        "×",
    )
    report_holds(part, "dominion.72_hours", database.holds)
    fought = text("SELECT count(*) FROM dominion_battles")
    battles = await database.read(lambda connection: connection.execute(fought).scalar_one())
    part.amounts["dominion.72_hours_battles"] = (battles, "")


def bare_tick(connection: Connection, at: datetime) -> None:
    """Record and add the income of all nations, with one statement each."""
    words = _WORDS[connection.dialect.name]
    median = connection.execute(_MEDIAN, {"hour": hour_of(at)}).scalar_one()
    values = {"at": microseconds(at), "median": median}
    entries = text(_ENTRIES.format(**words)).bindparams(bindparam("at", type_=BigInteger))
    connection.execute(entries, {**values, "cause": f"bare {values['at']}"})
    connection.execute(text(_STATES.format(**words)), values)


def bytes_of(connection: Connection) -> int:
    """Return the size of the file in bytes."""
    pages, page = (
        connection.execute(text(f"PRAGMA {name}")).scalar_one()
        for name in ("page_count", "page_size")
    )
    return int(pages) * int(page)


def _give_orders(connection: Connection, count: int) -> None:
    """Give ``count`` nations an order each; one after the other, they end within 72 hours."""
    rows = [
        {
            "season": 1,
            "nation": nation,
            "number": 1,
            "unit": "infantry",
            "quantity": 5,
            "cost": 50,
            "started_at": microseconds(START),
            "due_at": microseconds(START + HOUR + (_FROZEN - 2 * HOUR) * nation / count),
        }
        for nation in range(1, count + 1)
    ]
    connection.execute(insert(BUILD_ORDERS), rows)


def _give_armies(connection: Connection, wars: int) -> None:
    """Give units to both nations of each war."""
    army = {"season": 1, "unit": "infantry", "quantity": 10, "level": 0}
    rows = [{**army, "nation": nation} for nation in range(2, 2 * wars + 2)]
    connection.execute(insert(UNITS), rows)
