"""Tests that jobs are repeated independently, and their outcomes counted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.inbound.jobs.job_runner import JobRunner
from nazh.adapters.outbound.memory.jobs import MemoryJobClaims
from nazh.adapters.outbound.metrics.jobs import JobMetrics
from nazh.application.shared.jobs import Job, JobClaims, Scope
from nazh.domain.kernel.errors import Unavailable
from tests.doubles.clock import FrozenClock
from tests.doubles.skipping_loop import SkippingLoop

NEVER = timedelta(days=1)
HOUR, NOW = timedelta(hours=1), timedelta(0)


class Work:
    """Counts its runs, and fails as configured."""

    def __init__(self, *errors: Exception, lasts: float = 0.0) -> None:
        self._errors = list(errors)
        self._lasts = lasts
        self._begun = asyncio.Semaphore(0)
        self.times = self.running = self.most_at_once = 0

    async def __call__(self) -> None:
        self.times += 1
        self._begun.release()
        self.running += 1
        self.most_at_once = max(self.running, self.most_at_once)
        try:
            await asyncio.sleep(self._lasts)
            if self._errors:
                raise self._errors.pop(0)
        finally:
            self.running -= 1

    async def begun(self, times: int) -> None:
        """Return after this many more starts."""
        for _ in range(times):
            await self._begun.acquire()


class Away:
    """Claims that fail, at once or after a first one."""

    def __init__(self, *, grants: bool = False) -> None:
        self._grants = grants

    async def claim(self, name: str, now: datetime, until: datetime) -> bool:
        if self._grants:
            return True
        raise Unavailable("the database")

    async def schedule(self, name: str, claimed_until: datetime, due_at: datetime) -> None:
        raise Unavailable("the database")


class Attempts:
    """Records when a job is to be claimed, and lets it run or not."""

    def __init__(self, *, grants: bool) -> None:
        self._grants = grants
        self.at: list[float] = []

    async def claim(self, name: str, now: datetime, until: datetime) -> bool:
        self.at.append(asyncio.get_running_loop().time())
        return self._grants

    async def schedule(self, name: str, claimed_until: datetime, due_at: datetime) -> None:
        """Do nothing, because ``claim`` decides alone."""


class Interrupted(MemoryJobClaims):
    """Claims that cannot be ended once."""

    __slots__ = ("_is_away",)

    def __init__(self) -> None:
        super().__init__()
        self._is_away = True

    async def schedule(self, name: str, claimed_until: datetime, due_at: datetime) -> None:
        if self._is_away:
            self._is_away = False
            raise Unavailable("the database")
        await super().schedule(name, claimed_until, due_at)


class Process:
    """One runner with its metrics."""

    def __init__(
        self, *jobs: Job, claims: JobClaims | None = None, clock: FrozenClock | None = None
    ) -> None:
        self._registry = CollectorRegistry()
        self.runner = JobRunner(
            jobs,
            claims or MemoryJobClaims(),
            clock or FrozenClock(),
            JobMetrics(self._registry),
        )

    def runs(self, job: str, outcome: str) -> float | None:
        labels = {"name": job, "outcome": outcome}
        return self._registry.get_sample_value("nazh_job_runs_total", labels)

    def last_success(self, job: str) -> float:
        name = "nazh_job_last_success_timestamp_seconds"
        return self._registry.get_sample_value(name, {"name": job}) or 0.0


@asynccontextmanager
async def running(process: Process) -> AsyncIterator[None]:
    task = asyncio.create_task(process.runner.run())
    try:
        async with asyncio.timeout(5):
            yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def run_for_hours(process: Process) -> None:
    """Run for two hours and a half, in which time is skipped."""

    async def run() -> None:
        async with asyncio.timeout(2.5 * 3600):
            await process.runner.run()

    with asyncio.Runner(loop_factory=SkippingLoop) as runner, suppress(TimeoutError):
        runner.run(run())


async def test_a_failing_job_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    failing, other = Work(RuntimeError(), Unavailable("Discord")), Work()
    process = Process(Job("failing", NOW, failing), Job("other", NOW, other))

    async with running(process):
        await failing.begun(4)
        await other.begun(4)

    assert process.runs("failing", "failed") == 2
    assert (process.runs("failing", "ok") or 0) >= 1
    assert process.runs("other", "failed") == 0
    failures = [record for record in caplog.records if "job failing failed" in record.message]
    assert [record.exc_info is not None for record in failures] == [True, False]


async def test_a_job_whose_work_was_cancelled_elsewhere_is_repeated() -> None:
    begun = asyncio.Semaphore(0)

    async def wait_for_cancelled() -> None:
        begun.release()
        cancelled = asyncio.get_running_loop().create_future()
        cancelled.cancel()
        await cancelled

    process = Process(Job("waiting", NOW, wait_for_cancelled))

    async with running(process):
        for _ in range(3):
            await begun.acquire()

    assert (process.runs("waiting", "failed") or 0) >= 2


async def test_a_slow_job_holds_up_no_other_and_never_overlaps_with_itself() -> None:
    slow, other = Work(lasts=0.02), Work()

    async with running(Process(Job("slow", NOW, slow), Job("other", NOW, other))):
        await slow.begun(3)

    assert slow.most_at_once == 1
    assert other.times > slow.times


async def test_a_job_that_takes_too_long_is_cancelled_and_repeated(
    caplog: pytest.LogCaptureFixture,
) -> None:
    endless = Work(lasts=60)
    process = Process(Job("endless", NOW, endless, timeout=timedelta(milliseconds=5)))

    with caplog.at_level(logging.WARNING):
        async with running(process):
            await endless.begun(2)

    assert (process.runs("endless", "timed_out") or 0) >= 1
    assert endless.running == 0
    assert "job endless was cancelled" in caplog.text


async def test_a_timeout_of_the_job_itself_is_a_failure() -> None:
    process = Process(Job("asking", NEVER, Work(TimeoutError())))

    await process.runner.run_once()

    assert (process.runs("asking", "failed"), process.runs("asking", "timed_out")) == (1, 0)


async def test_each_period_of_a_cluster_job_runs_in_one_process() -> None:
    claims, clock, work = MemoryJobClaims(), FrozenClock(), Work()
    job = Job("sync", HOUR, work, Scope.CLUSTER)
    processes = [Process(job, claims=claims, clock=clock) for _ in range(3)]
    periods_run = []

    for _ in range(2):
        for process in processes:
            await process.runner.run_once()
            periods_run.append(work.times)
            clock.advance(20 * 60)

    assert periods_run == [1, 1, 1, 2, 2, 2]
    assert [process.runs("sync", "ok") for process in processes] == [2, 0, 0]
    assert [process.runs("sync", "skipped") for process in processes] == [0, 2, 2]


@pytest.mark.parametrize(
    ("every", "is_due", "work", "seconds"),
    [
        (HOUR, True, Work(), 3600),
        (HOUR, True, Work(lasts=10**6), 600 + 3600),
        (HOUR, True, Work(RuntimeError()), 60),
        (HOUR, False, Work(), 60),
        (timedelta(seconds=5), False, Work(), 5),
    ],
    ids=["has run", "has timed out", "failed", "is not due", "is not due, and is frequent"],
)
def test_a_cluster_job_is_tried_again_soon_unless_it_has_run(
    every: timedelta, is_due: bool, work: Work, seconds: float
) -> None:
    claims = Attempts(grants=is_due)

    run_for_hours(Process(Job("relay", every, work, Scope.CLUSTER), claims=claims))

    assert claims.at[:2] == [0, seconds]


def test_a_job_of_every_process_is_repeated_after_its_period_only() -> None:
    work = Work(RuntimeError())

    run_for_hours(Process(Job("sync", HOUR, work)))

    assert work.times == 3


@pytest.mark.parametrize(
    ("every", "timeout"), [(timedelta(seconds=5), HOUR), (HOUR, timedelta(seconds=5))]
)
async def test_a_running_cluster_job_is_claimed_for_its_timeout_and_its_period(
    every: timedelta, timeout: timedelta
) -> None:
    claims, clock, work = MemoryJobClaims(), FrozenClock(), Work(lasts=60)
    job = Job("relay", every, work, Scope.CLUSTER, timeout=timeout)
    other = Process(job, claims=claims, clock=clock)

    async with running(Process(job, claims=claims, clock=clock)):
        await work.begun(1)
        clock.advance(HOUR.total_seconds() - 1)
        await other.runner.run_once()

    assert (work.times, other.runs("relay", "skipped")) == (1, 1)


async def test_a_cluster_job_that_failed_is_due_in_the_next_period() -> None:
    claims, clock, work = MemoryJobClaims(), FrozenClock(), Work(RuntimeError())
    job = Job("relay", timedelta(seconds=5), work, Scope.CLUSTER, timeout=HOUR)
    process = Process(job, claims=claims, clock=clock)

    await process.runner.run_once()
    await process.runner.run_once()
    clock.advance(5)
    await process.runner.run_once()

    assert [process.runs("relay", outcome) for outcome in ("failed", "skipped", "ok")] == [1, 1, 1]


async def test_a_cluster_job_that_timed_out_is_due_in_the_next_period() -> None:
    timeout = timedelta(milliseconds=5)
    process = Process(Job("relay", HOUR, Work(lasts=60), Scope.CLUSTER, timeout))

    await process.runner.run_once()
    await process.runner.run_once()

    assert [process.runs("relay", outcome) for outcome in ("timed_out", "skipped")] == [1, 1]


async def test_a_cluster_job_that_succeeded_is_due_after_its_period_and_not_its_timeout() -> None:
    clock, work = FrozenClock(), Work()
    process = Process(
        Job("relay", timedelta(seconds=5), work, Scope.CLUSTER, timeout=HOUR), clock=clock
    )

    await process.runner.run_once()
    clock.advance(5)
    await process.runner.run_once()

    assert work.times == 2


async def test_a_cluster_job_of_a_process_that_crashed_is_due_after_its_timeout() -> None:
    claims, clock, work = MemoryJobClaims(), FrozenClock(), Work()
    job = Job("relay", timedelta(seconds=5), work, Scope.CLUSTER, timeout=HOUR)
    await claims.claim("relay", clock.now(), clock.now() + HOUR)
    process = Process(job, claims=claims, clock=clock)

    clock.advance(HOUR.total_seconds() - 1)
    await process.runner.run_once()
    clock.advance(1)
    await process.runner.run_once()

    assert work.times == 1


async def test_a_cluster_job_of_a_process_that_stopped_is_due_at_once() -> None:
    claims, work = MemoryJobClaims(), Work(lasts=60)
    job = Job("relay", timedelta(seconds=5), work, Scope.CLUSTER, timeout=HOUR)
    async with running(Process(job, claims=claims)):
        await work.begun(1)

    async with running(Process(job, claims=claims)):
        await work.begun(1)

    assert work.times == 2


async def test_a_claim_that_cannot_be_ended_is_ended_before_the_next_run() -> None:
    clock, work = FrozenClock(), Work()
    job = Job("relay", timedelta(seconds=5), work, Scope.CLUSTER, timeout=HOUR)
    process = Process(job, claims=Interrupted(), clock=clock)

    await process.runner.run_once()
    clock.advance(5)
    await process.runner.run_once()

    assert work.times == process.runs("relay", "ok") == 2


async def test_a_claim_that_cannot_be_ended_does_not_keep_a_process_from_stopping() -> None:
    work = Work(lasts=60)
    job = Job("relay", NEVER, work, Scope.CLUSTER)
    task = asyncio.create_task(Process(job, claims=Away(grants=True)).runner.run())
    await work.begun(1)

    task.cancel()
    finished, _ = await asyncio.wait((task,), timeout=5)

    assert finished


async def test_unavailable_claims_count_as_a_failure() -> None:
    work = Work()
    process = Process(Job("sync", HOUR, work, Scope.CLUSTER), claims=Away())

    await process.runner.run_once()

    assert (work.times, process.runs("sync", "failed")) == (0, 1)


async def test_only_success_moves_the_last_success() -> None:
    process = Process(Job("failing", NEVER, Work(RuntimeError())), Job("good", NEVER, Work()))
    failing, good = (process.last_success(job) for job in ("failing", "good"))

    await process.runner.run_once()

    assert process.last_success("failing") == failing > 0
    assert process.last_success("good") > good
