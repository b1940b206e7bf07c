"""Defines the metrics of Dominion's world."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge

from nazh.application.dominion.ports import WorldStatus
from nazh.application.shared.event_bus import Subscription, on
from nazh.domain.dominion.events import ResourcesLost
from nazh.domain.dominion.invariants import Invariant
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.operations.controls import Mode

TASKS: Final = ("charge", "tick", "standing")


def loss_metrics(registry: CollectorRegistry) -> tuple[Subscription, ...]:
    """Return the listener that counts lost resources in ``registry``."""
    lost = Counter(
        "nazh_dominion_resources_lost",
        "Resources lost to full storages, in ticks and in contributions.",
        ["reason"],
        registry=registry,
    )
    by_reason = {
        reason: lost.labels(reason.value) for reason in (Reason.GENERATION, Reason.CONTRIBUTION)
    }

    async def count(event: ResourcesLost) -> None:
        by_reason[event.reason].inc(event.amount)

    return (on(ResourcesLost, count),)


class PrometheusWorldMetrics:
    """Satisfies ``WorldObserver``. Every process exports the same values."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, meaning: str, *labels: str) -> Gauge:
            return Gauge(f"nazh_dominion_{name}", meaning, labels, registry=registry)

        self._nations = gauge("nations", "Nations of the season.")
        self._citizens = gauge("citizens_active", "Citizens who were active within 14 days.")
        self._supply = gauge("resources_supply", "Resources in all stocks together.")
        lag = gauge("task_lag_seconds", "How overdue the next run of periodic work is.", "task")
        self._lags = {task: lag.labels(task) for task in TASKS}
        self._backlog = gauge("due_backlog", "Finished orders that are not delivered yet.")
        failing = gauge(
            "nations_failing",
            "Nations whose periodic work failed, by whether it is retried or parked.",
            "state",
        )
        self._retrying, self._parked = failing.labels("retrying"), failing.labels("parked")
        self._parked_wars = gauge("wars_parked", "Wars whose battle failed and is not retried.")
        breaches = gauge(
            "invariant_breaches", "Breaches of an invariant at its last check.", "invariant"
        )
        self._breaches = {invariant: breaches.labels(invariant.value) for invariant in Invariant}
        self._frozen = gauge("frozen_days", "Days that the world has skipped after outages.")
        self._stopped = gauge("stopped", "1 while developers have stopped the world, otherwise 0.")

    def observe(self, status: WorldStatus) -> None:
        """Export the status of the world."""
        self._nations.set(status.nations)
        self._citizens.set(status.citizens)
        self._supply.set(status.supply)
        for task, lag in self._lags.items():
            lag.set(status.tasks[task].lag.total_seconds())
        self._backlog.set(status.finished_orders)
        self._retrying.set(status.retrying)
        self._parked.set(status.parked.count)
        self._parked_wars.set(status.parked_wars.count)
        for invariant in status.invariants:
            self._breaches[invariant.invariant].set(invariant.breaches)
        self._frozen.set(status.frozen_days)
        self._stopped.set(status.mode_setting.mode is Mode.STOPPED)
