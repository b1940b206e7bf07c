"""Tests that battles of one instant are fought together as they would be one after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, select, update

from benchmarks.dominion_ticks import START, requester
from benchmarks.warring_worlds import begin_wars, seed_nations
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.operations.failed_wars import SqlFailedWars
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.rows.war_rows import due_together
from nazh.adapters.outbound.sql.dominion.views.snapshots import SqlWorldSnapshots
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES, WARS
from nazh.adapters.outbound.sql.dominion.world.proceeding import proceed
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.domain.dominion.wars.war import WarId
from nazh.domain.kernel.events import Event
from tests import databases
from tests.contract.test_worlds import RULESETS

WARS_AT_ONCE = 6
BATTLE = START + timedelta(minutes=30)


class Front:
    """A world with twelve battles at one instant: each two nations fight twice."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.world = SqlWorld(database, RULESETS, DerivedWarSecrets(), NullPublisher())

    async def begin(self) -> None:
        await RegisterNation(self.world)(requester(1), "Aurelia")
        await self.database.write(self._seed)

    @staticmethod
    def _seed(connection: Connection) -> None:
        season = find_season(connection, RULESETS)
        assert season is not None
        seed_nations(connection, WARS_AT_ONCE)
        for first in (1, WARS_AT_ONCE + 1):
            begin_wars(connection, season, first, WARS_AT_ONCE, BATTLE)

    async def fight(self, at_once: int) -> list[list[Event]]:
        """Fight up to so many battles in each transaction, and return what happened in each."""

        def work(connection: Connection) -> list[Event] | None:
            season = find_season(connection, RULESETS)
            assert season is not None
            due = due_together(connection, season, BATTLE, BATTLE, at_once)
            return proceed(connection, season, due, DerivedWarSecrets()) if due else None

        facts_done = []
        while (facts := await self.database.write(work)) is not None:
            facts_done.append(facts)
        return facts_done

    async def digest(self) -> str:
        snapshot = await SqlWorldSnapshots(self.database, RULESETS).take()
        assert snapshot is not None
        return snapshot.digest


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def fronts(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[Front]]:
    """Yield two worlds, each in a database of its own."""
    open_database = {"sqlite": databases.sqlite, "postgresql": databases.postgresql}[request.param]
    async with AsyncExitStack() as stack:
        fronts = []
        for name in ("one", "other"):
            (tmp_path / name).mkdir()
            address = await stack.enter_async_context(open_database(tmp_path / name))
            opened = await stack.enter_async_context(databases.opened(address, "dominion"))
            fronts.append(Front(databases.patient(opened)))
            await fronts[-1].begin()
        yield fronts


async def test_battles_that_are_fought_together_leave_the_same_world(fronts: list[Front]) -> None:
    alone, together = fronts

    one_by_one = await alone.fight(1)
    at_once = await together.fight(100)

    assert [len(facts) for facts in one_by_one] == [1] * 2 * WARS_AT_ONCE
    # The second war of two nations has to wait for the first one.
    assert [len(facts) for facts in at_once] == [WARS_AT_ONCE, WARS_AT_ONCE]
    assert [*chain(*at_once)] == [*chain(*one_by_one)]
    assert await together.digest() == await alone.digest()


async def test_a_battle_that_fails_does_not_keep_others_of_its_instant(fronts: list[Front]) -> None:
    front, _ = fronts
    broken = update(WARS).where(WARS.c.id == 2).values(sealed_secret="not a secret")
    await front.database.write(lambda on: on.execute(broken).rowcount)

    while await front.world.advance(BATTLE):
        pass

    (failed,) = await SqlFailedWars(front.database).failing()
    assert failed.war == WarId(2)
    fought = select(BATTLES.c.war).order_by(BATTLES.c.war)
    wars = await front.database.read(lambda on: on.execute(fought).scalars().all())
    assert wars == [1, *range(3, 2 * WARS_AT_ONCE + 1)]
