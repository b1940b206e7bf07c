"""Tests the contract of ``LedgerCompaction``."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from itertools import pairwise

import pytest
from sqlalchemy import Connection, Row, func, select, update

from nazh.adapters.outbound.sql.dominion.operations import compaction
from nazh.adapters.outbound.sql.dominion.operations.compaction import SqlLedgerCompaction
from nazh.adapters.outbound.sql.dominion.tables import LEDGER, NOTICES, REQUESTS, TASK_RUNS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.compact_ledger import CompactLedger
from nazh.application.dominion.ports import LedgerCompaction
from nazh.application.dominion.treasury.show_history import ShowHistory
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.world_time import day_of, hour_of
from tests.contract.test_worlds import HOUR, RULESETS, START, Played, played, requester
from tests.doubles.clock import FrozenClock

pytestmark = pytest.mark.slow

__all__ = ["played"]
DAY = 24 * HOUR


async def compact(world: Played, now: datetime) -> None:
    compaction: LedgerCompaction = SqlLedgerCompaction(world.database, RULESETS)
    await CompactLedger(compaction, FrozenClock(now))()


async def play(world: Played, until: datetime) -> None:
    for guild in (1, 2):
        await world.register(requester(guild, user=guild, guild=guild), f"Nation {guild}")
        await world.join(requester(10 + guild, user=guild, guild=guild))
    await world.contribute(requester(20, user=1))
    await world.advance(until)


async def entries(world: Played) -> list[tuple[int, str, int, int]]:
    of = LEDGER.c
    query = select(of.nation, of.cause, of.amount, of.balance).where(
        of.reason == Reason.GENERATION.value
    )
    rows = await world.database.read(lambda on: on.execute(query.order_by(of.seq)).all())
    return [(row.nation, row.cause, row.amount, row.balance) for row in rows]


async def test_ticks_of_a_day_become_one_entry_with_their_sum_and_last_balance(
    played: Played,
) -> None:
    await play(played, START + 3 * DAY)
    before, ledger = await entries(played), (await played.snapshot()).ledger

    await compact(played, START + 3 * DAY)

    after, snapshot = await entries(played), await played.snapshot()
    assert snapshot.ledger == ledger
    assert sum(snapshot.ledger.values()) == sum(nation.resources for nation in snapshot.nations)
    # The first day has 23 ticks; the others are younger than 48 hours.
    assert len(after) == len(before) - 2 * 22
    first = [entry for entry in before if entry[0] == 1][:23]
    (day,) = (entry for entry in after if entry[0] == 1 and entry[1].startswith("ticks of day"))
    assert day[2:] == (sum(entry[2] for entry in first), first[-1][3])


async def ledger(world: Played) -> list[Row[int, int, int, str, int]]:
    of = LEDGER.c
    query = select(of.seq, of.nation, of.at, of.reason, of.amount).order_by(of.seq)
    return await world.database.read(lambda on: list(on.execute(query).all()))


async def test_each_step_merges_only_the_ticks_of_one_day_and_a_few_nations(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "CHUNK", 1)
    now = START + 4 * DAY
    await play(played, now)
    await played.contribute(requester(30, user=1, at=START + DAY))
    steps: LedgerCompaction = SqlLedgerCompaction(played.database, RULESETS)
    states = [await ledger(played)]
    while await steps.step(now):
        states.append(await ledger(played))

    merged = []
    for before, after in pairwise(states):
        changed = set(before) ^ set(after)
        merged += [{(row.nation, row.reason, instant(row.at).day) for row in changed}]
    reason = Reason.GENERATION.value
    assert [row for row in merged if row] == [
        {(nation, reason, day)} for day in (1, 2) for nation in (1, 2)
    ]


@pytest.mark.parametrize("hours", [24, 48, 60, 100])
async def test_a_history_is_the_same_before_and_after_compaction(
    played: Played, hours: int
) -> None:
    now = START + 4 * DAY + 13 * HOUR
    await play(played, now)
    history = ShowHistory(played.world, played.ledgers)

    before = await history(requester(40, user=1, guild=1, at=now), hours)
    await compact(played, now)
    after = await history(requester(41, user=1, guild=1, at=now), hours)

    assert after.sums == before.sums
    assert before.since <= now - hours * HOUR


async def test_compacting_twice_changes_nothing(played: Played) -> None:
    await play(played, START + 4 * DAY)
    await compact(played, START + 4 * DAY)
    once = await played.snapshot()

    await compact(played, START + 4 * DAY)

    assert await played.snapshot() == once


async def test_a_day_is_compacted_once_all_its_ticks_are_done(played: Played) -> None:
    await play(played, START + HOUR)

    await compact(played, START + 3 * DAY)  # the world was not running since
    await played.advance(START + 3 * DAY)
    await compact(played, START + 3 * DAY)

    causes = [cause for nation, cause, *_ in await entries(played) if nation == 1]
    assert causes[:2] == [f"ticks of day {day_of(START)}", f"tick {hour_of(START + DAY)}"]


async def test_the_world_continues_after_a_compaction(played: Played) -> None:
    await play(played, START + 4 * DAY)
    await compact(played, START + 4 * DAY)

    await played.advance(START + 5 * DAY)
    await compact(played, START + 5 * DAY)

    snapshot = await played.snapshot()
    assert sum(snapshot.ledger.values()) == sum(nation.resources for nation in snapshot.nations)
    assert {nation.progress.hour for nation in snapshot.nations} == {
        snapshot.nations[0].progress.hour
    }


async def test_old_answers_and_notes_are_deleted(played: Played) -> None:
    await play(played, START + 20 * DAY)

    await compact(played, START + 20 * DAY)

    left = await played.database.read(
        lambda on: (
            on.execute(select(func.count()).select_from(REQUESTS)).scalar_one(),
            on.execute(
                select(func.count()).select_from(TASK_RUNS).where(TASK_RUNS.c.task == "TICK")
            ).scalar_one(),
        )
    )
    assert left[0] == 0
    assert 14 * 24 <= left[1] <= 2 * (14 * 24 + 1)
    await played.advance(START + 20 * DAY + 3 * HOUR)


async def test_answers_are_kept_for_a_day_and_notices_for_a_month(played: Played) -> None:
    minute = HOUR / 60
    for guild in (1, 2):
        await played.register(requester(guild, user=guild, guild=guild), f"Nation {guild}")
    for number, aged in ((1, minute), (2, -minute)):
        answered, notice_at = (
            microseconds(START - DAY - aged),
            microseconds(START - 30 * DAY - aged),
        )
        answer = update(REQUESTS).where(REQUESTS.c.request == str(number)).values(at=answered)
        notice = update(NOTICES).where(NOTICES.c.nation == number).values(at=notice_at)
        for aging in (answer, notice):
            await played.database.write(partial(Connection.execute, statement=aging))

    await compact(played, START)

    left = await played.database.read(
        lambda on: (
            on.execute(select(REQUESTS.c.request)).scalars().all(),
            on.execute(select(NOTICES.c.nation)).scalars().all(),
        )
    )
    assert left == (["2"], [2])
