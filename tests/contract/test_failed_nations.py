"""The contracts of ``FailedNations`` and ``ParkedWork``, and that others go on meanwhile."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import delete, insert, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.operations.parked_work import SqlParkedWork
from nazh.adapters.outbound.sql.dominion.periodic_work import periodic
from nazh.adapters.outbound.sql.dominion.periodic_work.failures import SqlFailedNations
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import CHUNK_SIZES
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, UNITS
from nazh.application.dominion.operations.retry_parked import RetryParked
from nazh.application.dominion.ports import FailedNations, ParkedWork, Retried
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.world_time import hour_of
from tests.contract.test_dominion_controls import DEV, DEVELOPER, Operated
from tests.contract.test_worlds import HOUR, START, Played, requester

BROKEN = "catapult"


class Failing(Played):
    """A world with two nations, of which the work of the second cannot be done."""

    @property
    def failed(self) -> FailedNations:
        return SqlFailedNations(self.database)

    @property
    def parked(self) -> ParkedWork:
        return SqlParkedWork(self.database)

    async def found_two(self) -> None:
        for number in (1, 2):
            await self.register(requester(number, user=number, guild=number), f"Nation {number}")
            await self.join(requester(number + 10, user=number, guild=number))
            await self.build(
                requester(number + 20, user=number, guild=number), UnitType.INFANTRY, 1
            )

    async def break_second(self) -> None:
        row = {"season": 1, "nation": 2, "unit": BROKEN, "quantity": 1, "level": 0}
        await self.database.write(lambda on: on.execute(insert(UNITS).values(**row)))

    async def mend_second(self) -> None:
        broken = delete(UNITS).where(UNITS.c.unit == BROKEN)
        await self.database.write(lambda on: on.execute(broken))

    async def count_wrongly(self, nation: int) -> None:
        """Let the statement for a tick take resources below 0, which the database refuses."""
        row = update(NATION_STATES).where(NATION_STATES.c.nation == nation)
        await self.database.write(lambda on: on.execute(row.values(counted=-(10**9))))

    async def hours(self) -> dict[int, int]:
        query = select(NATION_STATES.c.nation, NATION_STATES.c.hour)
        read = self.database.read
        return {row.nation: row.hour for row in await read(lambda on: on.execute(query).all())}


@pytest_asyncio.fixture
async def failing(dominion_database: Database) -> Failing:
    failing = Failing(dominion_database)
    await failing.found_two()
    await failing.break_second()
    return failing


async def test_a_nation_that_fails_is_tried_three_times_again_and_then_parked(
    failing: Failing,
) -> None:
    now = START + 5 * HOUR
    waits = []
    for _ in range(4):
        await failing.advance(now)
        (failed,) = await failing.failed.all()
        if failed.retry_at is not None:
            waits.append(failed.retry_at - now)
            now = failed.retry_at

    (failed,) = await failing.failed.all()
    assert waits == [timedelta(seconds=seconds) for seconds in (1, 4, 16)]
    assert (failed.nation, failed.failures, failed.retry_at) == (2, 4, None)
    assert failed.since == START + 5 * HOUR
    assert BROKEN in failed.error
    assert (await failing.hours())[1] == hour_of(now)


async def test_a_parked_nation_waits_for_a_retry_and_then_catches_up(failing: Failing) -> None:
    now = START + 5 * HOUR
    for _ in range(4):
        await failing.advance(now)
        now += timedelta(seconds=20)
    await failing.mend_second()
    await failing.advance(now)
    assert (await failing.failed.all())[0].retry_at is None

    assert await failing.parked.retry() == Retried(nations=1, wars=0)
    now += HOUR
    await failing.advance(now)

    assert await failing.failed.all() == ()
    assert set((await failing.hours()).values()) == {hour_of(now)}
    first, second = (await failing.snapshot()).nations
    assert (first.resources, first.population) == (second.resources, second.population)


async def test_a_retry_that_fails_again_parks_again(failing: Failing) -> None:
    now = START + 5 * HOUR
    for _ in range(4):
        await failing.advance(now)
        now += timedelta(seconds=20)

    await failing.parked.retry()
    for _ in range(4):
        await failing.advance(now)
        now += timedelta(seconds=20)

    (failed,) = await failing.failed.all()
    assert failed.retry_at is None
    assert await failing.parked.retry() == Retried(nations=1, wars=0)


@pytest.mark.parametrize("chunk", [1, 500])
async def test_a_tick_that_fails_for_one_nation_is_done_for_the_others(
    failing: Failing, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic, "CHUNK_SIZES", dict.fromkeys(CHUNK_SIZES, chunk))
    await failing.count_wrongly(2)

    await failing.advance(START + 25 * HOUR)

    assert (await failing.hours())[1] == hour_of(START + 25 * HOUR)
    assert (await failing.hours())[2] < hour_of(START + 25 * HOUR)
    (failed,) = await failing.failed.all()
    assert (failed.nation, failed.failures) == (2, 1)


@pytest.mark.parametrize("chunk", [1, 500])
async def test_a_statement_that_fails_is_replaced_by_the_same_work_one_by_one(
    failing: Failing, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic, "CHUNK_SIZES", dict.fromkeys(CHUNK_SIZES, chunk))
    await failing.mend_second()
    await failing.count_wrongly(2)

    await failing.advance(START + 25 * HOUR)

    assert await failing.failed.all() == ()
    first, second = (await failing.snapshot()).nations
    assert (first.resources, first.progress.hour) == (second.resources, second.progress.hour)


async def test_work_that_fails_for_no_nation_alone_is_not_tried_without_end(
    failing: Failing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a bug")

    await failing.found_two()
    monkeypatch.setattr("nazh.adapters.outbound.sql.dominion.world.step_writes.run_chunk", fail)

    with pytest.raises(ValueError, match="a bug"):
        await failing.advance(START + HOUR)


async def test_a_developers_retry_is_recorded_if_anything_was_parked(failing: Failing) -> None:
    world = Operated(failing.database)
    retry = RetryParked(world.developers, failing.parked)
    now = START + 5 * HOUR
    nothing = await retry(DEV, "Too early")
    for _ in range(4):
        await failing.advance(now)
        now += timedelta(seconds=20)

    retried = await retry(DEV, "Corrected")
    again = await retry(DEV, "Once more")

    assert (nothing, retried, again) == (Retried(0, 0), Retried(1, 0), Retried(0, 0))
    (row,) = await world.trail.latest("dominion", 10)
    assert (row.action, row.actor) == ("dominion.work.retried", DEVELOPER)
    assert json.loads(row.after or "") == {"nations": 1, "wars": 0, "reason": "Corrected"}
    assert await world.is_chain_whole()
