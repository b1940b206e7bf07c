"""Measures the world of Dominion in SQLite: ticks, outages, ranks and concurrent spending."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, case, func, insert, select, text, update

from benchmarks.dominion_ticks import (
    HOUR,
    START,
    MeasuredDatabase,
    advance,
    bytes_of,
    cost,
    measure_outage,
    measure_ticks,
    new_world,
    report_holds,
    requester,
    with_checkpoint,
)
from benchmarks.report import Part
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.adapters.outbound.sql.dominion.periodic_work.scores import score_on
from nazh.adapters.outbound.sql.dominion.rankings.boards import SqlBoards
from nazh.adapters.outbound.sql.dominion.rankings.rankings import SqlRankings
from nazh.adapters.outbound.sql.dominion.tables import LEDGER, NATION_STATES, NATIONS
from nazh.adapters.outbound.sql.dominion.views.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.treasury.allocate_resources import AllocateResources
from nazh.domain.dominion.errors.general import NotEnoughResources
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.rankings.boards import Board
from nazh.domain.dominion.treasury import Category
from nazh.domain.kernel.identity import GuildId

NATIONS_MADE: Final = 100_000
NATIONS_AT_WAR: Final = 10_000
SPENDS: Final = 1_000
COVERED: Final = 49
CONCURRENT: Final = 200
"""Concurrent spends; on PostgreSQL, spends that wait too long fail."""
QUICK: Final = 1.0
"""Runs shorter than this (seconds) are quick, with a fiftieth of the nations and spends."""
_PRICE: Final = 10
_SEEDED_AT_ONCE: Final = 5_000
_TYPED: Final = {"": "n9", "_inside": "99999", "_near": "n99x9", "_nothing": "borealis"}


def measure(seconds: float) -> Part:
    """Return the figures; a quick run is too small for the goals."""
    return asyncio.run(_measure(50 if seconds < QUICK else 1))


async def _measure(divisor: int) -> Part:
    part = Part("The world of Dominion on SQLite; ratios compare CPU time")
    part.amounts["dominion.load_before"] = (os.getloadavg()[0], "")
    async with new_nations(NATIONS_MADE // divisor) as (database, world):
        await measure_ticks(part, database, world)
        await _watch_ranks(part, database)
        await watch_spends(part, "dominion", database, world, SPENDS // divisor)
    async with new_nations(NATIONS_AT_WAR // divisor) as (database, world):
        await database.write(_end_protection)
        await measure_outage(part, database, world, divisor)
    part.amounts["dominion.nations"] = (NATIONS_MADE // divisor, "")
    return part


@asynccontextmanager
async def new_nations(
    nations: int, file: Path | None = None, at: datetime = START
) -> AsyncIterator[tuple[MeasuredDatabase, SqlWorld]]:
    """Open a world with nations founded at ``at``, in ``file`` or else a temporary one."""
    with TemporaryDirectory() as folder:
        database = MeasuredDatabase(file or Path(folder) / "world.sqlite3")
        await database.open()
        try:
            world = new_world(database)
            await RegisterNation(world)(requester(1, at), "Aurelia")
            await seed(database, nations)
            gc.freeze()  # as the application does at its start
            yield database, world
        finally:
            gc.unfreeze()
            await database.close()


def _end_protection(connection: Connection) -> None:
    """End the protection of all nations from wars."""
    ended = update(NATION_STATES).values(protected_until=microseconds(START), is_protected=False)
    connection.execute(ended)


async def seed(database: Database, count: int) -> None:
    """Copy the first nation until there are ``count``."""

    def copy(connection: Connection, first: int) -> None:
        (nation,) = connection.execute(select(NATIONS).where(NATIONS.c.id == 1)).mappings()
        (state,) = connection.execute(
            select(NATION_STATES).where(NATION_STATES.c.nation == 1)
        ).mappings()
        ids = range(first, min(first + _SEEDED_AT_ONCE, count + 1))
        copies = [
            {**nation, "id": i, "guild": i, "name": f"N{i}", "name_key": name_key(f"N{i}")}
            for i in ids
        ]
        states = [
            {
                **state,
                "nation": i,
                "population": i % 40,
                "counted": 100 * (i % 40),
                "capacity": 10**9,
            }
            for i in ids
        ]
        connection.execute(insert(NATIONS), copies)
        connection.execute(insert(NATION_STATES), states)

    for first in range(2, count + 1, _SEEDED_AT_ONCE):
        await database.write(partial(copy, first=first), BACKGROUND_TIMEOUT)


async def _watch_ranks(part: Part, database: MeasuredDatabase) -> None:
    at, rulesets = START + 30 * HOUR, TomlRulesets("classic")
    before = await database.read(bytes_of)
    database.holds.clear()
    update_cost = await cost(with_checkpoint(database, SqlRankings(database, rulesets).update(at)))
    report_holds(part, "dominion.boards", database.holds)
    size = await database.read(bytes_of) - before
    part.amounts["dominion.boards_size"] = (size / 1e6, "MB, a day of histories included")
    bare = await cost(
        with_checkpoint(
            database, database.write(lambda connection: bare_windows(connection, at), 60)
        )
    )
    part.ratios["dominion.boards_vs_bare_windows"] = update_cost.processor / bare.processor
    part.at_most["dominion.boards_vs_bare_windows"] = 1.5
    part.amounts["dominion.boards_total"] = (update_cost.seconds * 1e3, "ms")
    await watch_look_ups(part, "dominion", database)


async def watch_look_ups(part: Part, name: str, database: Database) -> None:
    """Measure the fastest of several reads of a board's page, a rank, and name completions."""
    boards, directory = SqlBoards(database), SqlNationDirectory(database)
    top = await _best(lambda: boards.page(Board.ECONOMY, None, 1))
    part.amounts[f"{name}.top_25"] = (top * 1e3, "ms")
    part.at_most[f"{name}.top_25"] = 10
    rank = await _best(lambda: directory.of_guild(GuildId(7)))
    part.amounts[f"{name}.rank"] = (rank * 1e3, "ms")
    part.at_most[f"{name}.rank"] = 5
    for kind, typed in _TYPED.items():
        names = await _best(partial(directory.suggested, typed, GuildId(7), 25))
        part.amounts[f"{name}.autocomplete{kind}"] = (names * 1e3, "ms")
        part.at_most[f"{name}.autocomplete{kind}"] = 100


def bare_windows(connection: Connection, at: datetime) -> None:
    """Rank all nations, overall and within their division, with one statement per board."""
    state, nation = NATION_STATES.c, NATIONS.c
    size = case(*((state.population <= most, most) for most in (10, 50, 250)), else_=0)
    for board in Board:
        score = score_on(board, at).label("score")
        order = (score.desc(), nation.founded_at, nation.id)
        place = func.row_number().over(order_by=order).label("place")
        near = func.row_number().over(partition_by=size, order_by=order).label("division_place")
        query = select(nation.id, score, place, near).join(NATIONS, nation.id == state.nation)
        statement = query.compile(connection, compile_kwargs={"literal_binds": True})
        connection.execute(text(f"CREATE TABLE bare_{board.value} AS {statement}"))


async def watch_spends(
    part: Part, name: str, database: Database, world: SqlWorld, count: int
) -> None:
    """Measure spends of one nation that can afford a few, and of many nations beside bare ones.

    The ratio compares CPU time on SQLite, and elapsed time on PostgreSQL, which works in
    processes of its own.
    """
    at = START + 30 * HOUR
    spend = AllocateResources(world)
    covered = min(COVERED, count // 2)

    def leave_covered(connection: Connection) -> None:
        stock = "UPDATE dominion_nation_states SET resources = :left WHERE nation = 1"
        connection.execute(text(stock), {"left": covered * _PRICE})

    await advance(world, at)
    await database.write(leave_covered)

    start = perf_counter()
    covered_spends = await _concurrently(
        spend(requester(10 + number, at), Category.RESEARCH, _PRICE) for number in range(count)
    )
    seconds = perf_counter() - start
    part.amounts[f"{name}.spends_done"] = (covered_spends, f"of {count}, {covered} covered")
    part.amounts[f"{name}.spends_a_second"] = (count / seconds, "/s")

    ruled = _concurrently(
        spend(requester(10_000 + nation, at, nation), Category.RESEARCH, _PRICE)
        for nation in range(2, count + 2)
    )
    unruled = _concurrently(
        database.write(partial(_spend, nation=nation), BACKGROUND_TIMEOUT)
        for nation in range(2, count + 2)
    )
    each, bare = await cost(ruled), await cost(unruled)
    is_inside = isinstance(database, SqliteDatabase)
    part.ratios[f"{name}.spends_of_nations_vs_bare"] = (
        bare.processor / each.processor if is_inside else bare.seconds / each.seconds
    )
    part.at_least[f"{name}.spends_of_nations_vs_bare"] = 0.5


async def _concurrently(works: Iterable[Awaitable[object]]) -> int:
    """Run all, with limited concurrency; return how many were not refused for lack of resources."""
    limit = asyncio.Semaphore(CONCURRENT)

    async def do(work: Awaitable[object]) -> bool:
        async with limit:
            try:
                await work
            except NotEnoughResources:
                return False
            return True

    return sum(await asyncio.gather(*map(do, works)))


def _spend(connection: Connection, nation: int) -> None:
    """Subtract the price from a nation's resources and record it, without checking any rule."""
    state = NATION_STATES.c
    covered = (state.season == 1, state.nation == nation, state.resources >= _PRICE)
    spending = update(NATION_STATES).where(*covered).values(resources=state.resources - _PRICE)
    connection.execute(spending)
    left = connection.execute(select(state.resources).where(*covered[:2])).scalar_one()
    entry = {"season": 1, "nation": nation, "at": 0, "reason": "allocation", "cause": "bare"}
    connection.execute(insert(LEDGER).values(**entry, amount=-_PRICE, balance=left))


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    start = perf_counter()
    await work()
    return perf_counter() - start


async def _best(work: Callable[[], Awaitable[Any]]) -> float:
    return min([await _timed(work) for _ in range(7)])
