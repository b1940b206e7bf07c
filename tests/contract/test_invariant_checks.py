"""Tests the contract of ``InvariantChecks``, and what a check tells the operator."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry
from sqlalchemy import Executable, delete, insert, update

from nazh.adapters.outbound.metrics.dominion import PrometheusWorldMetrics
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.operations.invariants import CHUNK, SqlInvariantChecks
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.adapters.outbound.sql.dominion.ranking_tables import RANKED_NATIONS
from nazh.adapters.outbound.sql.dominion.tables import (
    CITIZENS,
    FAILURES,
    LEADERSHIPS,
    LEDGER,
    NATION_STATES,
    NATIONS,
    NOTICES,
    REPUTATION,
    UNITS,
)
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.platform.audit_log import AUDIT_LOG, SqlAuditLog
from nazh.application.dominion.check_invariants import MAX_LOGGED, CheckInvariants
from nazh.application.dominion.observe_world import ObserveWorld
from nazh.application.dominion.operations.check_world import CheckWorld
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import InvariantChecks
from nazh.domain.dominion.invariants import Breach, Invariant
from nazh.domain.dominion.world_time import day_of, hour_of
from nazh.domain.kernel.identity import UserId
from tests.contract.test_dominion_controls import DEV, DEVELOPER, WORKSHOP
from tests.contract.test_worlds import HOUR, RULESETS, START, Played, requester, two_nations
from tests.doubles.clock import FrozenClock

NOW: Final = START + 9 * HOUR
SECOND: Final = 2
"""The id of the nation that the tests break."""
WAR: Final = {
    "id": 7,
    "season": 1,
    "aggressor": 2,
    "defender": 1,
    "reason": "land",
    "truce": None,
    "is_honourable": False,
    "state": "concluded",
    "offers": 1,
    "failures": 0,
    "captured": 0,
    "respond_by": 0,
    "battle_at": 0,
    "aggressor_stance": "balanced",
    "error": None,
    "defender_stance": "balanced",
    "aggressor_nonce": "",
    "defender_nonce": "",
    "outcome": "withdrawn",
    "concluded_at": 0,
    "declared_at": 0,
}
STATE: Final = update(NATION_STATES).where(NATION_STATES.c.nation == SECOND)
IDENTITY: Final = update(NATIONS).where(NATIONS.c.id == SECOND)
ENTRY: Final = {"season": 1, "nation": SECOND, "at": 0, "balance": 0}


class Checked(Played):
    """A world of two nations, in which rows are changed that no rule would change so."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.checks: InvariantChecks = SqlInvariantChecks(database, RULESETS)
        self.check = CheckInvariants(self.checks, SqlAuditLog(database), FrozenClock(NOW))

    async def spoil(self, *statements: Executable) -> None:
        for statement in statements:
            await self.database.write(lambda on, statement=statement: on.execute(statement))  # type: ignore[misc]  # mypy cannot infer it

    async def breaches(self) -> list[Breach]:
        return [breach async for part in self.checks.parts(NOW) for breach in part]


@pytest_asyncio.fixture
async def checked(dominion_database: Database) -> Checked:
    checked = Checked(dominion_database)
    await two_nations(checked)
    return checked


async def test_there_is_nothing_to_check_before_the_first_season(
    dominion_database: Database,
) -> None:
    assert await Checked(dominion_database).breaches() == []


async def test_a_world_that_was_only_played_is_not_broken(checked: Checked) -> None:
    assert await checked.breaches() == []


PLANTED: Final[Sequence[tuple[Invariant, str, Sequence[Executable]]]] = [
    (
        Invariant.STOCK,
        "the storage for 10000 holds 10001",
        [
            STATE.values(resources=10_001),
            delete(LEDGER).where(LEDGER.c.nation == SECOND),
            insert(LEDGER).values(**ENTRY, reason="grant", amount=10_001, cause="x"),
        ],
    ),
    (Invariant.STOCK, "territory is -1", [STATE.values(territory=-1)]),
    (Invariant.LEDGER, "the stock is 5, but", [STATE.values(resources=5)]),
    (
        Invariant.ESCROW,
        "war 7 peace 1 offers 0, but 40 are set aside",
        [
            insert(WARS).values(**WAR),
            STATE.values(resources=NATION_STATES.c.resources - 40),
            insert(LEDGER).values(**ENTRY, reason="peace_offer", amount=-40, cause="war 7 peace 1"),
        ],
    ),
    (Invariant.MILITARY, "strength is 9 instead of", [STATE.values(strength=9)]),
    (Invariant.MILITARY, "upkeep is 9 instead of", [STATE.values(upkeep=9)]),
    (Invariant.MILITARY, "capacity is 20000 instead of 10000", [STATE.values(capacity=20_000)]),
    (
        Invariant.MILITARY,
        "there are no units called catapult",
        [insert(UNITS).values(season=1, nation=SECOND, unit="catapult", quantity=1, level=0)],
    ),
    (Invariant.CITIZENS, "the population is 9, but", [STATE.values(population=9)]),
    (
        Invariant.CITIZENS,
        "it has citizens, but does not exist",
        [
            update(CITIZENS).where(CITIZENS.c.nation == SECOND).values(nation=3),
            STATE.values(population=0),
        ],
    ),
    (
        Invariant.LEADERS,
        "it never had a leader",
        [delete(LEADERSHIPS).where(LEADERSHIPS.c.nation == SECOND)],
    ),
    (Invariant.LEADERS, "its leader is not the last one", [IDENTITY.values(leader=99)]),
    (Invariant.LEADERS, "the history of its leaders has a gap", [IDENTITY.values(founded_at=1)]),
    (
        Invariant.TICKS,
        f"its hour is {hour_of(NOW) - 2}, but the world's last one is {hour_of(NOW)}",
        [STATE.values(hour=NATION_STATES.c.hour - 2)],
    ),
    (
        Invariant.TICKS,
        f"its hour is {hour_of(NOW) + 1}, but by the clock it is {hour_of(NOW)}",
        [STATE.values(hour=NATION_STATES.c.hour + 1)],
    ),
    (
        Invariant.TICKS,
        f"its day is {day_of(NOW) + 1}, but by the clock it is {day_of(NOW)}",
        [STATE.values(day=NATION_STATES.c.day + 1)],
    ),
    (
        Invariant.COOLDOWNS,
        "war 8 was declared too soon after war 7",
        [insert(WARS).values(**WAR), insert(WARS).values(**{**WAR, "id": 8, "declared_at": 9})],
    ),
    (
        Invariant.COOLDOWNS,
        "it announced something too soon",
        [
            insert(NOTICES).values(
                season=1,
                nation=SECOND,
                at=at,
                kind="announcement",
                cause=f"{at}",
                facts="{}",
                is_queued=True,
            )
            for at in (1, 2)
        ],
    ),
    (Invariant.REPUTATION, "its reputation is 9, but", [IDENTITY.values(reputation=9)]),
    (
        Invariant.REPUTATION,
        "0 and -5 became 5 by war 7",
        [
            IDENTITY.values(reputation=5),
            insert(REPUTATION).values(
                nation=SECOND, at=0, reason="war_lost", amount=-5, reputation=5, cause="war 7"
            ),
        ],
    ),
    (
        Invariant.BOARDS,
        "its place 1 on the board territory is wrong",
        [update(RANKED_NATIONS).values(territory_place=1)],
    ),
    (
        Invariant.BOARDS,
        "its place 2 on the board power is wrong",
        [update(RANKED_NATIONS).where(RANKED_NATIONS.c.nation == SECOND).values(power_score=10**6)],
    ),
]


@pytest.mark.parametrize(
    ("invariant", "description", "statements"),
    PLANTED,
    ids=[f"{planted[0].value}: {planted[1]}" for planted in PLANTED],
)
async def test_a_breach_is_found(
    checked: Checked, invariant: Invariant, description: str, statements: Sequence[Executable]
) -> None:
    await checked.spoil(*statements)

    breaches = await checked.breaches()

    assert {breach.invariant for breach in breaches} == {invariant}
    assert breaches[0].description.startswith(description)
    nations = {breach.nation for breach in breaches}
    assert nations == ({3} if "not exist" in description else {SECOND})


async def test_what_was_returned_may_be_above_the_storage(checked: Checked) -> None:
    await checked.spoil(
        STATE.values(resources=12_000),
        delete(LEDGER).where(LEDGER.c.nation == SECOND),
        insert(LEDGER).values(
            **{**ENTRY, "balance": 12_000},
            reason="peace_return",
            amount=12_000,
            cause="war 6 peace 1",
        ),
    )

    assert await checked.breaches() == []


async def test_a_nation_whose_work_fails_is_not_reported_as_late(checked: Checked) -> None:
    row = {"season": 1, "nation": SECOND, "failures": 4, "since": 0, "error": "a bug"}
    await checked.spoil(STATE.values(hour=NATION_STATES.c.hour - 5), insert(FAILURES).values(**row))

    assert await checked.breaches() == []


async def test_nations_after_the_first_part_are_checked(checked: Checked) -> None:
    moved = requester(900, user=90, guild=9, at=NOW)
    await checked.register(moved, "Cumulus")
    far = {"nation": 3 * CHUNK}
    third = [
        update(table).where(table.c.nation == 3).values(**far)
        for table in (NATION_STATES, LEDGER, LEADERSHIPS, NOTICES)
    ]
    await checked.spoil(*third, update(NATIONS).where(NATIONS.c.id == 3).values(id=3 * CHUNK))
    assert await checked.breaches() == []

    await checked.spoil(
        update(NATION_STATES).where(NATION_STATES.c.nation == 3 * CHUNK).values(resources=1)
    )

    assert [breach.nation for breach in await checked.breaches()] == [3 * CHUNK]


async def test_a_check_logs_breaches_and_keeps_their_number(
    checked: Checked, caplog: pytest.LogCaptureFixture
) -> None:
    await checked.spoil(update(NATION_STATES).values(resources=5))

    await checked.check()

    logged = [record.message for record in caplog.records if record.levelno == logging.CRITICAL]
    results = {result.invariant: result for result in await checked.checks.latest_results()}
    assert len(logged) == 2 <= MAX_LOGGED
    assert logged[1].startswith("the invariant ledger is broken: nation 2: the stock is 5, but ")
    assert list(results) == list(Invariant)
    assert results[Invariant.LEDGER].breaches == 2
    assert results[Invariant.LEDGER].example.startswith("nation 1: the stock is 5")
    assert results[Invariant.LEDGER].at == NOW
    assert (results[Invariant.STOCK].breaches, results[Invariant.STOCK].example) == (0, "")


async def test_a_later_check_replaces_what_was_kept(checked: Checked) -> None:
    await checked.spoil(STATE.values(population=9))
    await checked.check()
    await checked.spoil(STATE.values(population=1))

    await checked.check()

    assert not any(result.breaches for result in await checked.checks.latest_results())


async def test_checks_that_end_at_once_replace_one_another(checked: Checked) -> None:
    for _ in range(5):
        await asyncio.gather(*(checked.check() for _ in range(4)))

    results = await checked.checks.latest_results()
    assert [result.invariant for result in results] == list(Invariant)


async def test_developers_check_the_world_now(checked: Checked) -> None:
    await checked.spoil(STATE.values(population=9))
    developers = Developers(WORKSHOP, frozenset({DEVELOPER}))

    results = await CheckWorld(developers, checked.check, checked.checks)(DEV)

    assert [result.invariant for result in results if result.breaches] == [Invariant.CITIZENS]
    assert results == await checked.checks.latest_results()


async def test_an_audit_log_that_was_changed_is_a_breach(checked: Checked) -> None:
    await checked.spoil(update(AUDIT_LOG).where(AUDIT_LOG.c.seq == 2).values(target="nobody"))

    await checked.check()

    results = {result.invariant: result for result in await checked.checks.latest_results()}
    assert results[Invariant.AUDIT_LOG].example == "row 2 of the audit log is changed"


async def test_the_last_check_is_exported(checked: Checked) -> None:
    registry = CollectorRegistry()
    observe = ObserveWorld(
        SqlWorldStatuses(checked.database, RULESETS),
        FrozenClock(NOW),
        PrometheusWorldMetrics(registry),
    )
    name = "nazh_dominion_invariant_breaches"
    await observe()
    assert registry.get_sample_value(name, {"invariant": "citizens"}) == 0

    await checked.spoil(STATE.values(population=9))
    await checked.check()
    await observe()

    assert registry.get_sample_value(name, {"invariant": "citizens"}) == 1
    assert registry.get_sample_value(name, {"invariant": "stock"}) == 0


async def test_a_forgotten_leader_and_a_left_nation_break_nothing(checked: Checked) -> None:
    await checked.own_data.forget_user(UserId(10))
    await checked.own_data.forget_user(UserId(21))

    assert await checked.breaches() == []
