"""Tests that a season goes as if there had been no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Table, insert, select

from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.control_tables import RULE_CHANGES
from nazh.adapters.outbound.sql.dominion.operations.rule_book import SqlRuleBook
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.adapters.outbound.sql.dominion.ranking_tables import (
    HISTORY,
    PLACES,
    RANKED_NATIONS,
    RANKINGS,
)
from nazh.adapters.outbound.sql.dominion.rankings.histories import SqlHistories
from nazh.adapters.outbound.sql.dominion.tables import (
    BUILD_ORDERS,
    FAILURES,
    NATION_STATES,
    SEASONS,
    STANDINGS,
)
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES
from nazh.adapters.outbound.sql.dominion.views.allied_strengths import SqlAlliedStrengths
from nazh.adapters.outbound.sql.dominion.views.fought_wars import SqlFoughtWars
from nazh.adapters.outbound.sql.dominion.views.members import SqlMembers
from nazh.adapters.outbound.sql.dominion.views.war_directory import SqlWarDirectory
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports.controls import RuleChange
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.boards import Board
from nazh.domain.dominion.world_time import day_of, hour_of
from nazh.domain.kernel.identity import GuildId
from tests import databases
from tests.audit_entries import ENTRY
from tests.contract.test_ledger_compaction import DAY, compact
from tests.contract.test_wars import BATTLE, DECLARED, Warring, begin
from tests.contract.test_worlds import HOUR, RULESETS, START
from tests.doubles.clock import FrozenClock

pytestmark = pytest.mark.slow

Rows = Mapping[str, list[dict[str, object]]]
EARLIER, CURRENT = 0, 1
END = BATTLE + 8 * DAY
LATE = microseconds(START)
# What the rows of the earlier season have instead of the current one's values.
CHANGED: Mapping[str, Mapping[str, object]] = {
    NATION_STATES.name: {
        "hour": hour_of(START),
        "standing": hour_of(START),
        "resources": 77,
        "power": 10**6,
        "protected_until": LATE,
        "is_protected": True,
        "strength": 10**6,
    },
    BUILD_ORDERS.name: {"due_at": LATE},
    PLACES.name: {"nation": 2},
    STANDINGS.name: {"doubled_median": 10**6},
    WARS.name: {"id": 1_001, "state": "proposed", "due_at": LATE, "respond_by": LATE},
}
FAILED = {"season": EARLIER, "failures": 1, "since": LATE, "error": "E"}
RULES = {
    "season": EARLIER,
    "number": 1,
    "hour": hour_of(DECLARED),
    "requested_at": LATE,
    "key": "k",
    "before": "1",
    "after": "2",
    "reason": "",
    "ruleset": TomlRulesets("blitz").current(),
}
HISTORY_ROWS: list[dict[str, object]] = [
    {"nation": nation, "day": day, "power": 10**6, "generated": 10**6}
    for nation in (1, 2)
    for day in range(day_of(START), day_of(END))
]
RANKING = {
    "number": 1,
    "season": EARLIER,
    "at": microseconds(END - DAY),
    "reasons": 0,
    "is_complete": True,
}
RANKED = dict.fromkeys((column.name for column in RANKED_NATIONS.c), 10**6)


def tables_of_seasons() -> list[Table]:
    tables = METADATA.tables.items()
    return [table for name, table in tables if name.startswith("dominion_") and "season" in table.c]


def rows_of(connection: Connection, season: int) -> dict[str, list[dict[str, object]]]:
    """Return the rows of a season, without the numbers that the database gives them."""
    return {
        table.name: [
            {name: value for name, value in row.items() if name != "seq"}
            for row in connection.execute(
                select(table).where(table.c.season == season).order_by(*table.primary_key)
            ).mappings()
        ]
        for table in tables_of_seasons()
    }


def write_earlier_season(connection: Connection, rows: Rows) -> None:
    """Make the season that these rows are of, with some differences, an earlier one."""
    ruleset = select(SEASONS.c.ruleset).scalar_subquery()
    season = {"number": EARLIER, "starts_at": LATE, "ruleset": ruleset, "grants": 1}
    connection.execute(insert(SEASONS).values(season))
    for table in tables_of_seasons():
        changed = {"season": EARLIER, **CHANGED.get(table.name, {})}
        if earlier := [{**row, **changed} for row in rows[table.name]]:
            connection.execute(insert(table), earlier)
    connection.execute(insert(FAILURES), [{**FAILED, "nation": nation} for nation in (1, 2)])
    for table, row in ((RULE_CHANGES, RULES), (RANKINGS, RANKING)):
        connection.execute(insert(table).values(row))
    ranked = [{**RANKED, "ranking": 1, "nation": nation, "division": "town"} for nation in (1, 2)]
    connection.execute(insert(RANKED_NATIONS), ranked)


async def play(warring: Warring) -> list[object]:
    """Play a season with a war, an outage and rankings; return what is told of it."""
    clock = FrozenClock(BATTLE + HOUR)
    heartbeats = SqlHeartbeats(warring.database, RULESETS)
    await warring.to_the_battle()
    for guild in (1, 2):
        assert await warring.command(DECLARED + HOUR, guild, "gov announce", message="War") is None
    await change_rules(warring)
    answers: list[object] = [await ask(warring, FrozenClock(DECLARED + HOUR))]
    await warring.advance(clock.now())
    assert await warring.rankings.update(clock.now())
    await compact(warring, clock.now())
    options = {"unit": "infantry", "quantity": 1}
    assert await warring.command(BATTLE + HOUR, 1, "military build", **options) is None
    answers.append(await ask(warring, clock))
    await heartbeats.beat(BATTLE + HOUR)
    await heartbeats.beat(END)
    await warring.advance(END)
    assert await warring.rankings.update(END)
    alliance = {"first": 1, "second": 2, "number": 1, "formed_at": microseconds(END)}
    await warring.database.write(lambda on: on.execute(insert(ALLIANCES).values(alliance)).rowcount)
    strength = await SqlAlliedStrengths(warring.database).of_ally(GuildId(1), GuildId(2))
    return [*answers, await ask(warring, FrozenClock(END)), strength, await numbers(warring)]


async def change_rules(warring: Warring) -> None:
    """Plan a change that changes nothing, for the hour of the battle."""
    at = DECLARED + HOUR
    facts = {"key": "k", "before": "1", "after": "1", "reason": ""}
    change = RuleChange(hour=hour_of(BATTLE), requested_at=at, **facts)
    await SqlRuleBook(warring.database).change(at, lambda plan: ((change,), plan.planned, ENTRY))


async def numbers(warring: Warring) -> list[object]:
    """Return what the season counts for itself: changes of its rules, and reasons to rank."""
    rows = await warring.database.read(lambda on: rows_of(on, CURRENT))
    changes, rankings = rows[RULE_CHANGES.name], rows[RANKINGS.name]
    return [*(row["number"] for row in changes), *(row["reasons"] for row in rankings)]


async def ask(warring: Warring, clock: FrozenClock) -> list[object]:
    database = warring.database
    directory = SqlWarDirectory(database)
    facts: list[object] = [
        replace(await warring.snapshot(), digest=""),
        await SqlWorldStatuses(database, RULESETS).at(clock.now() + HOUR),
        await SqlRuleBook(database).plan(clock.now()),
        await SqlRuleBook(database).points(9),
        await SqlRuleBook(database).ruleset_after(1),
        await SqlMembers(database).checked_before(clock.now(), 9),
        [await directory.listed(None, 9, is_open=is_open) for is_open in (True, False)],
        [await warring.boards.page(board, None, 1) for board in Board],
    ]
    for number in (1, 2):
        nation = NationId(number)
        facts += [
            await warring.directory.of_guild(GuildId(number)),
            await warring.ledgers.sums(nation, START),
            await warring.ledgers.entries(nation, START, 99),
            await SqlHistories(database).of(nation),
            await SqlFoughtWars(database).of_nation(nation),
        ]
    return facts


async def test_a_season_is_unaffected_by_others(prepared: databases.Prepared) -> None:
    async with prepared(begin) as database:
        expected = await play(Warring(database))
        rows = await database.read(lambda on: rows_of(on, CURRENT))
    assert len([name for name in rows if rows[name]]) > 9
    rows |= {RANKINGS.name: [], RULE_CHANGES.name: [], HISTORY.name: HISTORY_ROWS}
    async with prepared(begin) as database:
        await database.write(lambda on: write_earlier_season(on, rows))
        earlier = await database.read(lambda on: rows_of(on, EARLIER))

        answers = await play(Warring(database))

        assert answers == expected
        assert await database.read(lambda on: rows_of(on, EARLIER)) == earlier
