"""The contracts of ``WorldStatuses`` and ``WorldObserver``."""

from __future__ import annotations

from datetime import timedelta

from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.dominion import PrometheusWorldMetrics
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.application.dominion.observe_world import ObserveWorld, WorldObserver
from nazh.application.dominion.ports import WorldStatuses
from nazh.domain.dominion.military import UnitType
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
    assert status.lags == {
        "charge": timedelta(0), "tick": HOUR, "standing": 5 * HOUR / 4,
    }  # fmt: skip
    assert (status.finished_orders, status.retrying, status.parked) == (1, 0, 0)


async def test_an_observer_exports_what_it_is_told(played: Played) -> None:
    registry = CollectorRegistry()
    observer: WorldObserver = PrometheusWorldMetrics(registry)
    statuses = SqlWorldStatuses(played.database, RULESETS)
    await played.register(requester(1), "Aurelia")

    await ObserveWorld(statuses, FrozenClock(START + 2 * HOUR), observer)()

    late = registry.get_sample_value("nazh_dominion_task_lag_seconds", {"task": "tick"})
    assert (registry.get_sample_value("nazh_dominion_nations"), late) == (1, 3_600)
