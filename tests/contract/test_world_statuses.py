"""Tests the contracts of ``WorldStatuses`` and ``WorldObserver``."""

from __future__ import annotations

from datetime import timedelta

from prometheus_client import CollectorRegistry
from sqlalchemy import Connection, insert

from nazh.adapters.outbound.metrics.dominion import PrometheusWorldMetrics
from nazh.adapters.outbound.sql.dominion.control_tables import CONTROLS
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.adapters.outbound.sql.dominion.tables import FAILURES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.dominion.observe_world import ObserveWorld, WorldObserver
from nazh.application.dominion.ports import (
    CheckedInvariant,
    Parked,
    TaskStatus,
    WorldStatus,
    WorldStatuses,
)
from nazh.domain.dominion.invariants import Invariant
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.operations.controls import Mode, ModeSetting
from tests.contract.test_invariant_checks import WAR
from tests.contract.test_worlds import HOUR, RULESETS, START, Played, played, requester
from tests.doubles.clock import FrozenClock

__all__ = ["played"]


async def test_the_status_of_a_world_says_what_is_late(played: Played) -> None:
    statuses: WorldStatuses = SqlWorldStatuses(played.database, RULESETS)
    assert await statuses.at(START) is None
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2))
    await played.build(requester(3), UnitType.INFANTRY, 1)

    status = await statuses.at(START + 2 * HOUR)

    assert status is not None
    assert (status.nations, status.citizens, status.supply) == (1, 1, 900)
    quarter = HOUR / 4
    assert status.tasks == {
        "charge": TaskStatus(None, START + 24 * HOUR, timedelta(0)),
        "tick": TaskStatus(None, START + HOUR, HOUR),
        "standing": TaskStatus(None, START + 3 * quarter, 5 * quarter),
    }
    assert (status.finished_orders, status.retrying, status.parked) == (1, 0, Parked())


async def test_the_status_of_a_world_says_what_was_done_last(played: Played) -> None:
    statuses: WorldStatuses = SqlWorldStatuses(played.database, RULESETS)
    await played.register(requester(1), "Aurelia")
    await played.advance(START + 25 * HOUR)

    status = await statuses.at(START + 25 * HOUR)

    assert status is not None
    assert {task: task_status.last_at for task, task_status in status.tasks.items()} == {
        "charge": START + 24 * HOUR,
        "tick": START + 25 * HOUR,
        "standing": START + 24.75 * HOUR,
    }
    assert {task.lag for task in status.tasks.values()} == {timedelta(0)}


async def test_the_status_of_a_world_counts_what_is_parked(played: Played) -> None:
    statuses: WorldStatuses = SqlWorldStatuses(played.database, RULESETS)
    await played.register(requester(1), "Aurelia")
    failing = {"season": 1, "failures": 4}
    nations = (
        {"nation": 1, "since": 1, "retry_at": None, "error": "KeyError: 3"},
        {"nation": 2, "since": 2, "retry_at": None, "error": "ValueError: x: y"},
        {"nation": 3, "since": 3, "retry_at": 5, "error": "TypeError: z"},
    )
    wars = (
        {"id": 1, "due_at": 1, "failing_since": 1, "retry_at": None, "error": "OSError: x"},
        {"id": 2, "due_at": 1, "failing_since": 2, "retry_at": 5, "error": "TypeError: z"},
        {"id": 3, "due_at": None, "failing_since": 3, "retry_at": None, "error": "TypeError: z"},
    )

    def park(connection: Connection) -> None:
        connection.execute(insert(FAILURES), [{**failing, **nation} for nation in nations])
        connection.execute(insert(WARS), [{**WAR, **failing, **war} for war in wars])

    await played.database.write(park)

    status = await statuses.at(START)

    assert status is not None
    assert (status.retrying, status.parked) == (1, Parked(2, "ValueError"))
    assert status.parked_wars == Parked(1, "OSError")


async def test_the_status_of_a_world_says_whether_it_is_stopped(played: Played) -> None:
    statuses: WorldStatuses = SqlWorldStatuses(played.database, RULESETS)
    await played.register(requester(1), "Aurelia")
    open_world = await statuses.at(START)
    stopped = {"id": 1, "phase": 6, "mode": "stopped", "since": 0, "reason": "damaged"}

    await played.database.write(
        lambda connection: connection.execute(insert(CONTROLS).values(stopped))
    )

    status = await statuses.at(START)
    assert open_world is not None
    assert status is not None
    assert open_world.mode_setting == ModeSetting()
    assert status.mode_setting == ModeSetting(Mode.STOPPED, instant(0), "damaged")


async def test_an_observer_exports_what_it_is_told(played: Played) -> None:
    registry = CollectorRegistry()
    observer: WorldObserver = PrometheusWorldMetrics(registry)
    statuses = SqlWorldStatuses(played.database, RULESETS)
    await played.register(requester(1), "Aurelia")

    await ObserveWorld(statuses, FrozenClock(START + 2 * HOUR), observer)()

    late = registry.get_sample_value("nazh_dominion_task_lag_seconds", {"task": "tick"})
    assert (registry.get_sample_value("nazh_dominion_nations"), late) == (1, 3_600)


def test_an_observer_exports_every_value() -> None:
    registry = CollectorRegistry()
    observer: WorldObserver = PrometheusWorldMetrics(registry)
    lags = {"charge": timedelta(seconds=8), "tick": timedelta(seconds=9), "standing": HOUR}

    observer.observe(
        WorldStatus(
            season=1,
            starts_at=START,
            mode_setting=ModeSetting(Mode.STOPPED, START, "damaged"),
            nations=2,
            citizens=3,
            supply=4_000,
            tasks={task: TaskStatus(None, START, lag) for task, lag in lags.items()},
            finished_orders=5,
            retrying=6,
            parked=Parked(7, "KeyError"),
            parked_wars=Parked(8, "OSError"),
            heartbeat=START,
            frozen_days=10,
            invariants=[CheckedInvariant(Invariant.LEDGER, 11, "a nation", START)],
        )
    )

    values = {
        (sample.name.removeprefix("nazh_dominion_"), *sample.labels.values()): sample.value
        for metric in registry.collect()
        for sample in metric.samples
        if sample.value
    }
    assert values == {
        ("nations",): 2,
        ("citizens_active",): 3,
        ("resources_supply",): 4_000,
        ("task_lag_seconds", "charge"): 8,
        ("task_lag_seconds", "tick"): 9,
        ("task_lag_seconds", "standing"): 3_600,
        ("due_backlog",): 5,
        ("nations_failing", "retrying"): 6,
        ("nations_failing", "parked"): 7,
        ("wars_parked",): 8,
        ("invariant_breaches", Invariant.LEDGER.value): 11,
        ("frozen_days",): 10,
        ("stopped",): 1,
    }
