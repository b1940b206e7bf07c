"""Tests that nothing in a season reads or changes the rows of an earlier one."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Table, insert, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.operations.invariants import SqlInvariantChecks
from nazh.adapters.outbound.sql.dominion.ranking_tables import RANKINGS
from nazh.adapters.outbound.sql.dominion.tables import SEASONS
from nazh.adapters.outbound.sql.dominion.treaty_tables import EMBASSIES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.metadata import METADATA
from tests import databases
from tests.contract.test_wars import BATTLE, DECLARED, Warring, begin
from tests.contract.test_worlds import HOUR, RULESETS

EARLIER: Final = 0
"""The number of the earlier season, which is a copy of the current one."""
OTHERS: Final = 1_000
"""What is added to the numbers of wars and rankings in the copy, which are unique."""
OF_SEASONS: Final = [
    table
    for table in METADATA.sorted_tables
    if table.name.startswith("dominion_") and "season" in table.c and table is not EMBASSIES
]
"""Embassies outlive seasons."""


def copy_season(connection: Connection) -> None:
    """Copy all rows of the current season into an earlier one."""
    season = connection.execute(select(SEASONS)).mappings().one()
    connection.execute(insert(SEASONS).values({**season, "number": EARLIER}))
    for table in OF_SEASONS:
        for row in connection.execute(select(table)).mappings().all():
            connection.execute(insert(table).values(_moved(table, dict(row))))


def _moved(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    moved = {name: value for name, value in row.items() if name != "seq"}
    if table is WARS:
        moved["id"] += OTHERS
    if table is RANKINGS:
        moved["number"] += OTHERS
    return {**moved, "season": EARLIER}


async def rows_of(database: Database, season: int) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of a season by table, without the numbers that the database gives.

    Rankings are left out: outdated ones are deleted in all seasons.
    """

    def read(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
        return {
            table.name: sorted(
                map(tuple, connection.execute(select(*columns).where(table.c.season == season))),
                key=repr,
            )
            for table in OF_SEASONS
            if table is not RANKINGS
            and (columns := [column for column in table.c if column.name != "seq"])
        }

    return await database.read(read)


async def begin_a_war(database: Database) -> None:
    """Play until a war is in preparation, and peace is offered."""
    await begin(database)
    warring = Warring(database)
    await warring.to_the_battle()
    accepted = DECLARED + HOUR
    assert await warring.command(accepted, 1, "treasury upgrade", type="storage") is None
    options = {"unit": "infantry", "quantity": 1}
    assert await warring.command(accepted, 1, "military build", **options) is None
    offer = {"war": 1, "give_resources": 30, "give_territory": 0, "ask_resources": 0}
    assert await warring.command(accepted, 1, "war peace propose", ask_territory=0, **offer) is None
    assert await warring.rankings.update(accepted)


async def play_on(warring: Warring) -> None:
    """Play an outage, the battle, orders and periodic work after it, and rankings."""
    warring.lines = count(OTHERS)  # the same ones in both databases, as they are in the ledger
    heartbeats = SqlHeartbeats(warring.database, RULESETS)
    await heartbeats.beat(DECLARED + 2 * HOUR)
    await heartbeats.beat(DECLARED + 5 * HOUR)
    battle = BATTLE + 3 * HOUR
    await warring.advance(battle - timedelta(minutes=1))
    for guild in (1, 2):
        options = {"unit": "infantry", "quantity": 1}
        await warring.command(battle - timedelta(minutes=1), guild, "military build", **options)
        await warring.command(battle - timedelta(minutes=1), guild, "citizen contribute")
    await warring.advance(battle + HOUR)
    assert await warring.rankings.update(battle + HOUR)
    for days in (1, 3, 8):
        await warring.advance(battle + timedelta(days=days))
        await warring.command(battle + timedelta(days=days), 1, "citizen contribute")
    assert await warring.rankings.update(battle + timedelta(days=8))


@pytest.mark.slow
async def test_an_earlier_season_changes_nothing_and_is_not_changed(
    prepared: databases.Prepared,
) -> None:
    async with prepared(begin_a_war) as database:
        await play_on(Warring(database))
        alone = await rows_of(database, 1)

    async with prepared(begin_a_war) as database:
        await database.write(copy_season)
        before = await rows_of(database, EARLIER)
        warring = Warring(database)
        await play_on(warring)
        beside = await rows_of(database, 1)
        checks = SqlInvariantChecks(database, RULESETS)
        now = BATTLE + timedelta(days=9)
        breaches = [breach async for part in checks.parts(now) for breach in part]

        after = await rows_of(database, EARLIER)
    assert after == before
    assert {name for name, rows in before.items() if not rows} <= {
        "dominion_failures",
        "dominion_rule_changes",
    }
    assert beside == alone
    assert breaches == []
