"""Tests that the statements about many nations compute what settling one nation does (ADR 72)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import (
    Slot,
    Task,
    run_chunk,
)
from nazh.adapters.outbound.sql.dominion.periodic_work.standings import keep_median
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import insert_nation, nations_by_id
from nazh.adapters.outbound.sql.dominion.tables import LEDGER, NOTICES, SEASONS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.nations.nation import Level, Nation, NationId, Progress, Vacation
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.settling import settle
from nazh.domain.dominion.world_time import standing_at, start_of_day, start_of_hour
from nazh.domain.kernel.identity import GuildId
from tests.unit.domain.dominion.dominion_examples import CLASSIC, STANDARD, START, nation_with

DAY: Final = 20_500
HOUR: Final = 24 * DAY
SLOTS: Final = {
    Task.CHARGE: Slot(start_of_day(DAY), Task.CHARGE, DAY),
    Task.TICK: Slot(start_of_hour(HOUR), Task.TICK, HOUR),
    Task.STANDING: Slot(standing_at(HOUR), Task.STANDING, HOUR),
}
BEFORE: Final = {
    Task.CHARGE: Progress(HOUR, DAY - 1, HOUR, None),
    Task.TICK: Progress(HOUR - 1, DAY, HOUR, None),
    Task.STANDING: Progress(HOUR - 1, DAY - 1, HOUR - 1, None),
}
"""Up to where a nation has come that lacks the slot alone."""

near = st.integers(-2, 2).map(lambda minutes: start_of_hour(HOUR) + timedelta(minutes=minutes))
long_ago = st.integers(0, 60).map(lambda days: standing_at(HOUR) - timedelta(days=days))
vacations = st.tuples(near, near).map(lambda ends: Vacation(min(ends), max(ends)))
stocks = st.integers(0, 400_000) | st.sampled_from([9_999, 10_000, 14_999, 15_000])


@st.composite
def nations(draw: st.DrawFn) -> Nation:
    """Return a nation that may be rich, empty, on vacation, orphaned or newly founded."""
    units = {UnitType.INFANTRY: Units(draw(st.integers(0, 3_000)))}
    return replace(
        nation_with(draw(stocks), accessions=()),
        storage_upgrades=draw(st.integers(0, 3)),
        population=draw(st.integers(0, 30) | st.integers(0, 100_000)),
        territory=draw(st.integers(0, 10**6)),
        economy=Level(draw(st.integers(0, 3) | st.integers(0, 10**5))),
        military=Military(units),
        upkeep_due=draw(stocks),
        protected_until=draw(near),
        is_protected=False,
        is_below_median=draw(st.booleans()),
        progress=Progress(0, 0, 0, draw(st.none() | st.integers(0, 2_000))),
        vacation=draw(st.none() | vacations),
        orphaned_at=draw(st.none() | long_ago),
        empty_since=draw(long_ago),
    )


@st.composite
def rulesets(draw: st.DrawFn) -> Ruleset:
    """Return a ruleset with any bonuses and bounds."""
    rules = draw(st.sampled_from([CLASSIC, STANDARD]))
    resources = replace(
        rules.resources,
        rate=draw(st.integers(1, 10_000)),
        new_nation_bonus=draw(st.integers(0, 3 * WHOLE)),
        economy_bonus=draw(st.integers(0, WHOLE)),
        underdog_bonus=draw(st.integers(0, WHOLE)),
        least_multiplier=draw(st.integers(0, WHOLE)),
        most_multiplier=draw(st.integers(WHOLE, 10 * WHOLE)),
    )
    return draw(st.sampled_from([rules, replace(rules, resources=resources)]))


class _Undone(Exception):
    """Undoes everything that was written."""


@pytest.mark.parametrize("task", list(Task))
async def test_statements_compute_what_settling_one_nation_does(
    dominion_database: Database, task: Task
) -> None:
    with pytest.raises(_Undone):
        await dominion_database.write_in_background(lambda on: _compare(on, task))


def _compare(connection: Connection, task: Task) -> None:
    @settings(
        deadline=None,
        max_examples=25,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.lists(nations(), min_size=1, max_size=6), rulesets(), st.integers(0, 4_000))
    def compare(drawn: list[Nation], rules: Ruleset, median: int) -> None:
        season, slot = Season(1, START, rules), SLOTS[task]
        before = [
            _numbered(drawn_nation, number, task) for number, drawn_nation in enumerate(drawn, 1)
        ]
        savepoint = connection.begin_nested()
        try:
            connection.execute(insert(SEASONS).values(number=1, starts_at=0, ruleset="", wars=0))
            keep_median(connection, season, HOUR, median)
            for nation in before:
                insert_nation(connection, season, nation)

            lost = run_chunk(connection, season, slot, 0)

            after = [_settled(nation_before, slot, rules, median) for nation_before in before]
            ids = [nation.id for nation in before]
            stored = nations_by_id(connection, season, ids, lock=False)
            assert stored == [
                replace(nation_after, journal=(), notices=(), lost_income=0)
                for nation_after in after
            ]
            assert lost == sum(nation_after.lost_income for nation_after in after)
            assert _written(connection) == [
                (nation_after.id, entry.at, entry.amount, entry.balance, entry.cause)
                for nation_after in after
                for entry in nation_after.journal
            ]
            assert _stored_notices(connection) == [
                (nation_after.id, notice.kind.value, notice.cause)
                for nation_after in after
                for notice in nation_after.notices
            ]
        finally:
            savepoint.rollback()

    compare()
    raise _Undone


def _numbered(nation: Nation, number: int, task: Task) -> Nation:
    progress = replace(BEFORE[task], power=nation.progress.power)
    identity = {"id": NationId(number), "guild": GuildId(number), "name": f"N{number}"}
    return replace(nation, **identity, progress=progress)  # type: ignore[arg-type]  # fields of nations


def _settled(nation: Nation, slot: Slot, rules: Ruleset, median: int) -> Nation:
    """Return the nation after the slot; who cannot pay is settled alone, by other statements."""
    if slot.task is Task.CHARGE and nation.upkeep_due > nation.resources:
        return nation
    return settle(nation, slot.at, rules, medians={HOUR: median})


def _written(connection: Connection) -> list[tuple[object, ...]]:
    entry = LEDGER.c
    query = select(entry.nation, entry.at, entry.amount, entry.balance, entry.cause)
    return [
        (row.nation, instant(row.at), row.amount, row.balance, row.cause)
        for row in connection.execute(query.order_by(entry.nation))
    ]


def _stored_notices(connection: Connection) -> list[tuple[object, ...]]:
    query = select(NOTICES.c.nation, NOTICES.c.kind, NOTICES.c.cause)
    return [tuple(row) for row in connection.execute(query.order_by(NOTICES.c.nation))]
