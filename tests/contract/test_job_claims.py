"""Tests the contract of job claims: one process runs a due job."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from nazh.adapters.outbound.memory.jobs import MemoryJobClaims
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.platform.jobs import SqlJobClaims
from nazh.application.shared.jobs import JobClaims
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
HOUR, MOMENT = timedelta(hours=1), timedelta(microseconds=1)
DAY, YEAR = timedelta(days=1), timedelta(days=365)
CLOCK_DIFFERENCE = timedelta(minutes=5)


@pytest.fixture
def claims(database: Database | None) -> JobClaims:
    return MemoryJobClaims() if database is None else SqlJobClaims(database)


async def test_a_job_that_was_never_claimed_is_due(claims: JobClaims) -> None:
    assert await claims.claim("sync", NOW, NOW + HOUR)
    assert await claims.claim("prune", NOW, NOW + HOUR)


async def test_a_claim_excludes_others_until_it_expires(claims: JobClaims) -> None:
    await claims.claim("sync", NOW, NOW + HOUR)

    assert not await claims.claim("sync", NOW + HOUR - MOMENT, NOW + 2 * HOUR)
    assert await claims.claim("sync", NOW + HOUR, NOW + 2 * HOUR)
    assert not await claims.claim("sync", NOW + HOUR, NOW + 3 * HOUR)


async def test_a_job_is_due_when_it_was_scheduled(claims: JobClaims) -> None:
    await claims.claim("sync", NOW, NOW + HOUR)
    await claims.schedule("sync", NOW + HOUR, NOW + MOMENT)

    assert not await claims.claim("sync", NOW, NOW + HOUR)
    assert await claims.claim("sync", NOW + MOMENT, NOW + HOUR)


async def test_a_claim_that_has_expired_does_not_end_that_of_another_process(
    claims: JobClaims,
) -> None:
    await claims.claim("sync", NOW, NOW + HOUR)
    await claims.claim("sync", NOW + HOUR, NOW + 2 * HOUR)

    await claims.schedule("sync", NOW + HOUR, NOW + MOMENT)

    assert not await claims.claim("sync", NOW + HOUR, NOW + 2 * HOUR)


@pytest.mark.parametrize("ahead", [CLOCK_DIFFERENCE + MOMENT, 3 * HOUR, DAY, YEAR])
async def test_a_claim_by_a_clock_that_was_ahead_does_not_last(
    claims: JobClaims, ahead: timedelta
) -> None:
    await claims.claim("sync", NOW + ahead, NOW + ahead + HOUR)

    assert await claims.claim("sync", NOW, NOW + HOUR)
    assert not await claims.claim("sync", NOW + MOMENT, NOW + HOUR)


async def test_a_claim_lasts_although_the_clocks_of_processes_differ(claims: JobClaims) -> None:
    ahead = NOW + CLOCK_DIFFERENCE
    await claims.claim("sync", ahead, ahead + HOUR)

    assert not await claims.claim("sync", NOW, NOW + HOUR)


async def test_of_many_callers_one_has_the_claim(claims: JobClaims) -> None:
    for now in (NOW, NOW + HOUR):
        granted = await asyncio.gather(*(claims.claim("sync", now, now + HOUR) for _ in range(8)))

        assert granted.count(True) == 1


async def test_jobs_that_are_due_together_are_claimed_and_scheduled_apart(
    claims: JobClaims,
) -> None:
    for name in ("sync", "prune", "sync", "prune"):
        await claims.claim(name, NOW, NOW + HOUR)

    assert await claims.claim("sync", NOW + HOUR, NOW + 2 * HOUR)
    assert await claims.claim("prune", NOW + HOUR, NOW + 2 * HOUR)
    await claims.schedule("sync", NOW + 2 * HOUR, NOW + HOUR)
    assert not await claims.claim("prune", NOW + HOUR, NOW + 2 * HOUR)
