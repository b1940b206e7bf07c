"""Measures the world of Dominion in SQLite: ticks, outages, ranks and concurrent spends."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, case, func, insert, select, text

from benchmarks.report import Part
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.boards import SqlBoards
from nazh.adapters.outbound.sql.dominion.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.rankings import SqlRankings
from nazh.adapters.outbound.sql.dominion.scores import score_on
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS
from nazh.adapters.outbound.sql.dominion.world import SqlWorld
from nazh.adapters.outbound.sql.factory import new_database
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.treasury.allocate_resources import AllocateResources
from nazh.domain.dominion.boards import Board
from nazh.domain.dominion.errors import NotEnoughResources
from nazh.domain.dominion.treasury import Category
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.contexts import CONTEXTS

NATIONS_MADE: Final = 100_000
SPENDS: Final = 1_000
COVERED: Final = 49
QUICK: Final = 1.0
"""Runs shorter than this (seconds) are quick, with a fiftieth of the nations and spends."""
_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_HOUR: Final = timedelta(hours=1)
_PRICE: Final = 10
_SEEDED_AT_ONCE: Final = 5_000


def measure(seconds: float) -> Part:
    """Return the figures; a quick run is too small for the goals."""
    return asyncio.run(_measure(50 if seconds < QUICK else 1))


async def _measure(divisor: int) -> Part:
    part = Part("The world of Dominion, SQLite")
    part.amounts["dominion.load_before"] = (os.getloadavg()[0], "")
    migrations = CONTEXTS["dominion"].migrations
    assert migrations is not None
    with TemporaryDirectory() as folder:
        database = new_database(f"sqlite:///{Path(folder) / 'world.sqlite3'}", (migrations,))
        await database.open()
        try:
            world = SqlWorld(
                database, TomlRulesets("classic"), DerivedWarSecrets(), NullPublisher()
            )
            await RegisterNation(world)(_requester(1), "Aurelia")
            await _seed(database, NATIONS_MADE // divisor)
            await _watch_ticks(part, database, world)
            await _watch_ranks(part, database)
            await _watch_spends(part, database, world, SPENDS // divisor)
        finally:
            await database.close()
    part.amounts["dominion.nations"] = (NATIONS_MADE // divisor, "")
    return part


def _requester(number: int, at: datetime = _START) -> Requester:
    return Requester(
        RequestId(str(number)), GuildId(1), UserId(1), at, datetime(2015, 1, 1, tzinfo=UTC), True
    )


async def _seed(database: Database, count: int) -> None:
    """Copy the first nation until there are ``count``."""

    def copy(connection: Connection, first: int) -> None:
        (nation,) = connection.execute(select(NATIONS).where(NATIONS.c.id == 1)).mappings()
        (state,) = connection.execute(
            select(NATION_STATES).where(NATION_STATES.c.nation == 1)
        ).mappings()
        ids = range(first, min(first + _SEEDED_AT_ONCE, count + 1))
        made = [{**nation, "id": i, "guild": i, "name": f"N{i}", "name_key": f"n{i}"} for i in ids]
        states = [{**state, "nation": i, "counted": 100 * (i % 40), "capacity": 10**9} for i in ids]
        connection.execute(insert(NATIONS), made)
        connection.execute(insert(NATION_STATES), states)

    for first in range(2, count + 1, _SEEDED_AT_ONCE):
        await database.write(lambda on, first=first: copy(on, first), BACKGROUND_TIMEOUT)  # type: ignore[misc]  # mypy cannot infer it


async def _watch_ticks(part: Part, database: Database, world: SqlWorld) -> None:
    await _advance(world, _START + _HOUR - timedelta(minutes=1))  # the standings
    tick, longest = await _advance(world, _START + _HOUR)
    bare = await _timed(lambda: database.write(_bare_tick, BACKGROUND_TIMEOUT))
    part.ratios["dominion.tick_vs_bare_statement"] = tick / bare
    part.at_most["dominion.tick_vs_bare_statement"] = 1.5
    part.amounts["dominion.tick_total"] = (tick * 1e3, "ms")
    part.amounts["dominion.longest_step"] = (longest * 1e3, "ms")
    part.at_most["dominion.longest_step"] = 50
    await _advance(world, _START + 2 * _HOUR - timedelta(minutes=1))
    hour, _ = await _advance(world, _START + 3 * _HOUR - timedelta(minutes=1))
    outage, _ = await _advance(world, _START + 27 * _HOUR - timedelta(minutes=1))
    part.ratios["dominion.24_missed_hours_vs_one"] = outage / hour
    part.at_most["dominion.24_missed_hours_vs_one"] = 30


async def _advance(world: SqlWorld, until: datetime) -> tuple[float, float]:
    """Return the seconds of all steps, and of the longest one."""
    total = longest = 0.0
    is_left = True
    while is_left:
        start = perf_counter()
        is_left = await world.advance(until)
        step = perf_counter() - start
        total, longest = total + step, max(longest, step)
    return total, longest


def _bare_tick(connection: Connection) -> None:
    """Book and add the income of all nations, in one statement each."""
    income = "min(counted * 100 * 15000 / 1000000, max(capacity - resources, 0))"
    connection.execute(
        text(
            "INSERT INTO dominion_ledger (season, nation, at, reason, amount, balance, cause) "
            f"SELECT season, nation, 0, 'generation', {income}, resources + {income}, 'bare' "
            f"FROM dominion_nation_states WHERE {income} != 0"
        )
    )
    connection.execute(
        text(
            f"UPDATE dominion_nation_states SET resources = resources + {income}, "
            "upkeep_due = upkeep_due + upkeep"
        )
    )


async def _watch_ranks(part: Part, database: Database) -> None:
    boards, directory = SqlBoards(database), SqlNationDirectory(database)
    at, rulesets = _START + 27 * _HOUR, TomlRulesets("classic")
    taken = await _timed(lambda: SqlRankings(database, rulesets).update(at))
    bare = await _timed(lambda: database.write(lambda on: _bare_windows(on, at), 60))
    part.ratios["dominion.boards_vs_bare_windows"] = taken / bare
    part.at_most["dominion.boards_vs_bare_windows"] = 1.5
    part.amounts["dominion.boards_total"] = (taken * 1e3, "ms")
    top = await _best(lambda: boards.page(Board.ECONOMY, None, 1))
    part.amounts["dominion.top_25"] = (top * 1e3, "ms")
    part.at_most["dominion.top_25"] = 10
    rank = await _best(lambda: directory.of_guild(GuildId(7)))
    part.amounts["dominion.rank"] = (rank * 1e3, "ms")
    part.at_most["dominion.rank"] = 5
    names = await _best(lambda: directory.names_like("n9", 25))
    part.amounts["dominion.autocomplete"] = (names * 1e3, "ms")
    part.at_most["dominion.autocomplete"] = 100


def _bare_windows(connection: Connection, at: datetime) -> None:
    """Rank all nations and those of each division, in one statement for each board."""
    state, nation = NATION_STATES.c, NATIONS.c
    size = case(*((state.population <= most, most) for most in (10, 50, 250)), else_=0)
    for board in Board:
        score = score_on(board, at).label("score")
        order = (score.desc(), nation.founded_at, nation.id)
        place = func.row_number().over(order_by=order).label("place")
        near = func.row_number().over(partition_by=size, order_by=order).label("division_place")
        query = select(nation.id, score, place, near).join(NATIONS, nation.id == state.nation)
        written = query.compile(connection, compile_kwargs={"literal_binds": True})
        connection.execute(text(f"CREATE TABLE bare_{board.value} AS {written}"))


async def _watch_spends(part: Part, database: Database, world: SqlWorld, count: int) -> None:
    at = _START + 27 * _HOUR
    spend = AllocateResources(world)
    covered = min(COVERED, count // 2)

    def leave_covered(connection: Connection) -> None:
        stock = "UPDATE dominion_nation_states SET resources = :left WHERE nation = 1"
        connection.execute(text(stock), {"left": covered * _PRICE})

    await _advance(world, at)
    await database.write(leave_covered)

    async def spend_all() -> list[object]:
        spends = (
            spend(_requester(10 + number, at), Category.RESEARCH, _PRICE) for number in range(count)
        )
        return [*await asyncio.gather(*spends, return_exceptions=True)]

    start = perf_counter()
    ends = await spend_all()
    taken = perf_counter() - start
    refused = sum(isinstance(one, NotEnoughResources) for one in ends)
    part.amounts["dominion.spends_done"] = (len(ends) - refused, f"of {count}, {covered} covered")
    part.amounts["dominion.spends_a_second"] = (count / taken, "/s")


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    start = perf_counter()
    await work()
    return perf_counter() - start


async def _best(work: Callable[[], Awaitable[Any]]) -> float:
    return min([await _timed(work) for _ in range(7)])
