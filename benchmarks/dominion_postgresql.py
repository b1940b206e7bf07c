"""Measures the world of Dominion in PostgreSQL by elapsed time, beside bare statements."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy import text

from benchmarks.databases import NoDatabase, postgresql
from benchmarks.dominion import (
    NATIONS_MADE,
    QUICK,
    SPENDS,
    bare_windows,
    seed,
    watch_look_ups,
    watch_spends,
)
from benchmarks.dominion_ticks import (
    HOUR,
    MINUTE,
    START,
    TICKS,
    advance,
    bare_tick,
    cost,
    new_world,
    requester,
)
from benchmarks.report import Part
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.dominion.rankings.rankings import SqlRankings
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.wiring.contexts import migrations_of

_NAME = "dominion_postgresql"


def measure(seconds: float) -> Part:
    """Return the figures; a quick run is too small for the goals."""
    return asyncio.run(measured(divisor=50 if seconds < QUICK else 1))


async def measured(*, divisor: int) -> Part:
    """Return the figures; ``divisor`` reduces the number of nations and spends."""
    part = Part("The world of Dominion on PostgreSQL; elapsed time")
    try:
        async with _new_nations(NATIONS_MADE // divisor) as (database, world):
            await _watch_ticks(part, database, world)
            await _watch_boards(part, database)
            await watch_spends(part, _NAME, database, world, SPENDS // divisor)
    except NoDatabase as error:
        part.not_measured[_NAME] = str(error)
    part.amounts[f"{_NAME}.nations"] = (NATIONS_MADE // divisor, "")
    return part


@asynccontextmanager
async def _new_nations(nations: int) -> AsyncIterator[tuple[Database, SqlWorld]]:
    async with postgresql() as url:
        database = new_database(url, migrations_of(["dominion"]))
        await database.open()
        try:
            world = new_world(database)
            await RegisterNation(world)(requester(1), "Aurelia")
            await seed(database, nations)
            await database.write(
                lambda connection: connection.execute(text("ANALYZE")), BACKGROUND_TIMEOUT
            )
            yield database, world
        finally:
            await database.close()


async def _watch_ticks(part: Part, database: Database, world: SqlWorld) -> None:
    ticks: list[float] = []
    bare: list[float] = []
    for number in range(1, TICKS + 1):
        at = START + number * HOUR
        await advance(world, at - MINUTE)  # the standings
        ticks.append((await cost(advance(world, at))).seconds)
        bare.append((await cost(database.write(partial(bare_tick, at=at), 60))).seconds)
    part.ratios[f"{_NAME}.tick_vs_bare_statement"] = min(ticks) / min(bare)
    part.at_most[f"{_NAME}.tick_vs_bare_statement"] = 1.5
    part.amounts[f"{_NAME}.tick_total"] = (min(ticks) * 1e3, "ms")
    last = START + (TICKS + 1) * HOUR - MINUTE
    await advance(world, last)
    hour = await cost(advance(world, last + HOUR))
    day = await cost(advance(world, last + 25 * HOUR))
    part.ratios[f"{_NAME}.24_missed_hours_vs_one"] = day.seconds / hour.seconds
    part.at_most[f"{_NAME}.24_missed_hours_vs_one"] = 30


async def _watch_boards(part: Part, database: Database) -> None:
    at = START + 30 * HOUR
    update_cost = await cost(SqlRankings(database, TomlRulesets("classic")).update(at))
    bare = await cost(database.write(lambda connection: bare_windows(connection, at), 60))
    part.ratios[f"{_NAME}.boards_vs_bare_windows"] = update_cost.seconds / bare.seconds
    part.at_most[f"{_NAME}.boards_vs_bare_windows"] = 1.5
    part.amounts[f"{_NAME}.boards_total"] = (update_cost.seconds * 1e3, "ms")
    await watch_look_ups(part, _NAME, database)
