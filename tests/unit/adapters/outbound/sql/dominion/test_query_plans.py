"""Tests that frequent searches, and those in a transaction that writes, read indexes, in SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.personal_data import SqlDominionRecords
from nazh.adapters.outbound.sql.dominion.rankings.rankings import SqlRankings
from nazh.adapters.outbound.sql.dominion.rows.notices import SqlNotices
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.ports import Requester
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests import databases
from tests.query_plans import plans_of, recorded_queries

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
READ_OFTEN = {
    "dominion_citizens_active",
    "dominion_citizens_ending",
    "dominion_loyalties_due",
    "dominion_nations_deletion",
    "dominion_notices_waiting",
    "dominion_orders_due",
    "dominion_states_protected",
    "dominion_wars_due",
}


async def test_due_work_is_found_by_indexes(tmp_path: Path) -> None:
    async with _world(tmp_path) as (database, world):
        with recorded_queries() as queries:
            assert not await world.advance(START + MINUTE)
            await SqlNotices(database).waiting(10)
        read = await database.read(lambda on: plans_of(on, queries))

    assert {name for name in READ_OFTEN if name not in read} == set()
    assert "SCAN dominion_nation_states" not in read


async def test_whether_a_ranking_is_due_is_found_without_the_ledger(tmp_path: Path) -> None:
    async with _world(tmp_path) as (database, _):
        with recorded_queries() as queries:
            assert await SqlRankings(database, TomlRulesets("classic")).update(START + MINUTE)
        read = await database.read(lambda on: plans_of(on, queries))

    assert "dominion_seasons" in read
    assert "dominion_ledger" not in read


async def test_the_nations_that_a_user_governs_are_found_by_indexes(tmp_path: Path) -> None:
    async with _world(tmp_path) as (database, _):
        records = SqlDominionRecords(database, TomlRulesets("classic"))
        with recorded_queries() as queries:
            await records.forget_user(UserId(2))
            await records.record_of(UserId(2))
        read = await database.read(lambda on: plans_of(on, queries))

    assert "SCAN dominion_nations" not in read


@asynccontextmanager
async def _world(folder: Path) -> AsyncIterator[tuple[Database, SqlWorld]]:
    """Open a world with one nation."""
    async with databases.opened(f"sqlite:///{folder / 'a.sqlite3'}", "dominion") as database:
        world = SqlWorld(database, TomlRulesets("classic"), DerivedWarSecrets(), NullPublisher())
        founder = Requester(RequestId("1"), GuildId(1), UserId(1), START, START, True)
        await RegisterNation(world)(founder, "Aurelia")
        yield database, world
