"""Tests the contract of job observers (nazh.application.shared.jobs)."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.jobs import JobMetrics
from nazh.application.shared.jobs import Job, JobObserver, JobOutcome, Scope


async def _nothing() -> None: ...


JOB = Job("prune", timedelta(minutes=5), _nothing)


@pytest.mark.parametrize("outcome", JobOutcome)
def test_each_period_is_counted_by_its_outcome(outcome: JobOutcome) -> None:
    registry = CollectorRegistry()
    observer: JobObserver = JobMetrics(registry)
    observer.expect(JOB)

    observer.observe(JOB, outcome)
    observer.observe(JOB, outcome)

    runs = {
        job_outcome: registry.get_sample_value(
            "nazh_job_runs_total", {"name": "prune", "outcome": job_outcome.value}
        )
        for job_outcome in JobOutcome
    }
    assert runs == {job_outcome: 2 if job_outcome is outcome else 0 for job_outcome in JobOutcome}


@pytest.mark.parametrize(
    ("outcome", "is_success"),
    [(job_outcome, job_outcome is JobOutcome.OK) for job_outcome in JobOutcome],
)
def test_only_success_renews_the_last_success(outcome: JobOutcome, is_success: bool) -> None:
    registry = CollectorRegistry()
    observer: JobObserver = JobMetrics(registry)
    observer.expect(JOB)
    first = _last_success(registry)
    time_of_day = time.time()
    while time.time() == time_of_day:  # the next tick of the clock, well below a millisecond
        pass

    observer.observe(JOB, outcome)

    assert (_last_success(registry) > first) is is_success


@pytest.mark.parametrize("scope", Scope)
def test_the_period_is_exported_in_seconds(scope: Scope) -> None:
    registry = CollectorRegistry()

    JobMetrics(registry).expect(replace(JOB, scope=scope))

    labels = {"name": "prune", "scope": scope.value}
    assert registry.get_sample_value("nazh_job_period_seconds", labels) == 300


def _last_success(registry: CollectorRegistry) -> float:
    timestamp = registry.get_sample_value(
        "nazh_job_last_success_timestamp_seconds", {"name": "prune"}
    )
    assert timestamp is not None
    return timestamp
