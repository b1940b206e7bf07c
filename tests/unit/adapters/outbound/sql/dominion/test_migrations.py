"""Tests that worlds of earlier revisions go on with the newest code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, inspect, select, text

from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.dominion.control_tables import REPORTS
from nazh.adapters.outbound.sql.dominion.personal_data import delete_nation
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import newest_nation
from nazh.adapters.outbound.sql.dominion.tables import (
    CITIZENS,
    LEADERSHIPS,
    LEDGER,
    NATION_STATES,
    NATIONS,
    NOTICES,
    SEASONS,
)
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.migrations.migrating import migrate
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.wiring.contexts import migrations_of
from tests import databases

START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = START + timedelta(hours=24)
_SEASON = text("INSERT INTO dominion_seasons VALUES (1, :at, :ruleset)")
_HEARTBEAT = text("INSERT INTO dominion_heartbeat VALUES (1, :at, 0)")
_NATION = text(
    "INSERT INTO dominion_nations (id, guild, name, name_key, founded_at, reputation) "
    "VALUES (:id, :guild, :name, :key, :at, 0)"
)
_STATE = text(
    "INSERT INTO dominion_nation_states (season, nation, resources, capacity, storage_upgrades, "
    "territory, population, counted, strength, upkeep, upkeep_due, economy_level, economy_saved, "
    "training_level, training_saved, research_points, protected_until, is_fortified, "
    "is_below_median, orders_given, hour, day, standing) VALUES (1, :id, 1000, 10000, 0, 100, 0, "
    "0, 0, 0, 0, 0, 0, 0, 0, 0, :until, FALSE, FALSE, 0, :hour, :day, :standing)"
)


_LEDGER = text(
    "INSERT INTO dominion_ledger (season, nation, at, reason, amount, balance, cause) "
    "VALUES (:season, :nation, 0, :reason, :amount, 0, :cause)"
)
_REPORT = text(
    'INSERT INTO dominion_reports (at, guild, "user", kind, category, text, note) '
    "VALUES (0, 1, 10, 'bug', '', :text, '')"
)
_CITIZEN = text("INSERT INTO dominion_citizens VALUES (9, 1, :at, :at, FALSE, 0, 0, NULL)")


def lay_nations(connection: Connection, ruleset: str, protections: Mapping[int, int]) -> None:
    """Make a world of revision 0002; nations are protected for hours from ``NOW``."""
    (migrations,) = migrations_of(["dominion"])
    hour = int(NOW.timestamp()) // 3600
    migrate(connection, CORE)
    migrate(connection, migrations, "0002")
    connection.execute(_SEASON, {"at": microseconds(START), "ruleset": ruleset})
    connection.execute(_HEARTBEAT, {"at": microseconds(NOW)})
    for id, protection in protections.items():
        at, until = microseconds(START), microseconds(NOW + timedelta(hours=protection))
        name = f"nation {id}"
        connection.execute(_NATION, {"id": id, "guild": id, "name": name, "key": name, "at": at})
        state = {"id": id, "until": until, "hour": hour, "day": hour // 24, "standing": hour}
        connection.execute(_STATE, state)


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_what_is_kept_of_nations_follows_from_what_was_known(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    (migrations,) = migrations_of(["dominion"])

    def lay(connection: Connection) -> None:
        lay_nations(connection, TomlRulesets("classic").current(), {1: -1, 2: 1})
        connection.execute(_CITIZEN, {"at": microseconds(NOW)})
        for season, nation, reason, amount in (
            (1, 1, "generation", 70),
            (1, 1, "generation", 30),
            (1, 1, "upkeep", -20),
            (2, 1, "generation", 500),
            (1, 3, "generation", 900),
        ):
            entry = {"season": season, "nation": nation, "reason": reason, "amount": amount}
            connection.execute(_LEDGER, {**entry, "cause": str(amount)})

    def read(connection: Connection) -> list[list[tuple[object, ...]]]:
        states, nations, leaders = NATION_STATES.c, NATIONS.c, LEADERSHIPS.c
        queries = (
            select(states.nation, states.generated, states.empty_since).order_by(states.nation),
            select(nations.id, nations.governed_at).order_by(nations.id),
            select(leaders.nation, leaders.since, leaders.by).order_by(leaders.nation),
            select(CITIZENS.c.user, CITIZENS.c.checked_at),
        )
        return [[tuple(row) for row in connection.execute(query)] for query in queries]

    async with create_database(tmp_path) as address:
        earlier = new_database(address, (migrations,))
        await earlier.write_in_background(lay)
        await earlier.close()
        async with databases.opened(address, "dominion") as database:
            rows = await database.read(read)

    start, now = microseconds(START), microseconds(NOW)
    assert rows == [
        [(1, 100, now), (2, 0, now)],
        [(1, start), (2, start)],
        [(1, start, "founded"), (2, start, "founded")],
        [(9, now)],
    ]


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_only_nations_that_were_protected_are_told_of_the_end(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    (migrations,) = migrations_of(["dominion"])
    rulesets = TomlRulesets("classic")

    def lay(connection: Connection) -> None:
        lay_nations(connection, rulesets.current(), {1: -1, 2: 1})

    async with create_database(tmp_path) as address:
        earlier = new_database(address, (migrations,))
        await earlier.write_in_background(lay)
        await earlier.close()
        database = databases.patient(new_database(address, (migrations,)))
        await database.open()
        try:
            world = SqlWorld(database, rulesets, DerivedWarSecrets(), NullPublisher())
            while await world.advance(NOW + timedelta(minutes=30)):
                pass
            before = await notices_in(database)
            while await world.advance(NOW + timedelta(hours=2)):
                pass
            after = await notices_in(database)
        finally:
            await database.close()

    assert before == []
    assert after == [(2, "protection_ended", microseconds(NOW + timedelta(hours=1)))]


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_grants_of_developers_have_their_reason_and_are_counted(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    (migrations,) = migrations_of(["dominion"])

    def lay(connection: Connection) -> None:
        lay_nations(connection, TomlRulesets("classic").current(), {1: 1})
        migrate(connection, migrations, "0016")
        for cause, reason in (("a", "grant"), ("b", "grant"), ("c", "generation")):
            entry = {"season": 1, "nation": 1, "reason": reason, "amount": 5, "cause": cause}
            connection.execute(_LEDGER, entry)

    def read(connection: Connection) -> list[tuple[object, ...]]:
        query = select(LEDGER.c.cause, LEDGER.c.reason, SEASONS.c.grants)
        joined = query.join(SEASONS, SEASONS.c.number == LEDGER.c.season).order_by(LEDGER.c.cause)
        return [tuple(row) for row in connection.execute(joined)]

    async with create_database(tmp_path) as address:
        earlier = new_database(address, (migrations,))
        await earlier.write_in_background(lay)
        await earlier.close()
        async with databases.opened(address, "dominion") as database:
            rows = await database.read(read)

    assert rows == [("a", "admin_grant", 2), ("b", "admin_grant", 2), ("c", "generation", 2)]


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_the_ids_of_nations_from_earlier_revisions_are_not_given_again(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    (migrations,) = migrations_of(["dominion"])

    def lay(connection: Connection) -> None:
        lay_nations(connection, TomlRulesets("classic").current(), {1: 1, 2: 1})
        migrate(connection, migrations, "0024")

    def read(connection: Connection) -> int:
        delete_nation(connection, 2)
        return newest_nation(connection)

    async with create_database(tmp_path) as address:
        earlier = new_database(address, (migrations,))
        await earlier.write_in_background(lay)
        await earlier.close()
        async with databases.opened(address, "dominion") as database:
            newest = await database.write(read)

    assert newest == 2


async def notices_in(database: Database) -> list[tuple[int, str, int]]:
    query = select(NOTICES.c.nation, NOTICES.c.kind, NOTICES.c.at)
    return await database.read(lambda on: [tuple(row) for row in on.execute(query)])


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_the_first_of_nations_with_look_alike_names_is_found_by_the_name(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    (migrations,) = migrations_of(["dominion"])

    def lay(connection: Connection) -> None:
        lay_nations(connection, TomlRulesets("classic").current(), {1: 1, 2: 1, 3: 1})
        renamed = text("UPDATE dominion_nations SET name = 'Nation I', name_key = 'l' WHERE id = 2")
        connection.execute(renamed)

    def read(connection: Connection) -> list[tuple[object, ...]]:
        keys = (NATIONS.c.name_key, NATIONS.c.sort_key)
        query = select(NATIONS.c.id, *keys).order_by(NATIONS.c.id)
        return [tuple(row) for row in connection.execute(query)]

    async with create_database(tmp_path) as address:
        earlier = new_database(address, (migrations,))
        await earlier.write_in_background(lay)
        await earlier.close()
        async with databases.opened(address, "dominion") as database:
            rows = await database.read(read)

    assert rows == [
        (1, "natlonl", "nation 1"),
        (2, "natlonl#2", "nation i"),
        (3, "natlone", "nation 3"),
    ]


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_reports_keep_their_numbers_and_their_index(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    (migrations,) = migrations_of(["dominion"])

    def lay(connection: Connection) -> None:
        migrate(connection, CORE)
        migrate(connection, migrations, "0022")
        for report_text in ("one", "two", "three"):
            connection.execute(_REPORT, {"text": report_text})
        connection.execute(delete(REPORTS).where(REPORTS.c.text == "one"))

    def go_on(connection: Connection) -> list[tuple[object, ...]]:
        connection.execute(delete(REPORTS).where(REPORTS.c.text == "three"))
        connection.execute(_REPORT, {"text": "four"})
        query = select(REPORTS.c.number, REPORTS.c.text).order_by(REPORTS.c.number)
        return [tuple(row) for row in connection.execute(query)]

    async with create_database(tmp_path) as address:
        earlier = new_database(address, (migrations,))
        await earlier.write_in_background(lay)
        await earlier.close()
        async with databases.opened(address, "dominion") as database:
            rows = await database.write(go_on)
            indexes = await database.read(lambda on: inspect(on).get_indexes(REPORTS.name))

    assert rows == [(2, "two"), (4, "four")]
    assert [(index["name"], index["column_names"]) for index in indexes] == [
        ("dominion_reports_user", ["user", "at"])
    ]
