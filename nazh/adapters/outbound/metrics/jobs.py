"""Defines the metrics of jobs."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge

from nazh.application.shared.jobs import Job, JobOutcome

_NAME: Final = ("name",)
"""The label is not ``job``, because Prometheus sets that label on every target."""


class JobMetrics:
    """Satisfies ``JobObserver`` with Prometheus series."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._runs = Counter(
            "nazh_job_runs",
            "Periods of jobs by outcome; skipped: not due, or another process runs it.",
            ("name", "outcome"),
            registry=registry,
        )
        self._last_success = Gauge(
            "nazh_job_last_success_timestamp_seconds",
            "When this process last finished a job, or else when it started its jobs.",
            _NAME,
            registry=registry,
        )
        self._period = Gauge(
            "nazh_job_period_seconds",
            "The time between two runs of a job; scope: each process, or one of the cluster.",
            ("name", "scope"),
            registry=registry,
        )

    def expect(self, job: Job) -> None:
        """Start every series of a job at 0."""
        for outcome in JobOutcome:
            self._runs.labels(job.name, outcome.value)
        self._period.labels(job.name, job.scope.value).set(job.every.total_seconds())
        self._last_success.labels(job.name).set_to_current_time()

    def observe(self, job: Job, outcome: JobOutcome) -> None:
        """Count one run."""
        self._runs.labels(job.name, outcome.value).inc()
        if outcome is JobOutcome.OK:
            self._last_success.labels(job.name).set_to_current_time()
