"""Runs the jobs of all contexts, each in its own task."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from nazh.application.shared.jobs import Job, JobClaims, JobObserver, JobOutcome, Scope
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.errors import Unavailable

POLL_INTERVAL: Final = timedelta(minutes=1)
"""The maximum time until a process checks again whether a CLUSTER job is due."""
_LOG: Final = logging.getLogger(__name__)


class WorkCancelled(Exception):
    """Something that a job waited for was cancelled, though not the job itself."""


class JobRunner:
    """Repeats jobs until it is cancelled. A job never overlaps with itself."""

    def __init__(
        self, jobs: Iterable[Job], claims: JobClaims, clock: Clock, observer: JobObserver
    ) -> None:
        self._jobs = tuple(jobs)
        self._claims = claims
        self._clock = clock
        self._observer = observer
        self._claimed: dict[str, tuple[datetime, datetime]] = {}
        """Until when this process has claimed jobs, and from when they are due again."""
        for job in self._jobs:
            observer.expect(job)

    async def run(self) -> None:
        """Run every job immediately, and then once per period, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for job in self._jobs:
                group.create_task(self._repeat(job), name=f"job {job.name}")

    async def run_once(self) -> None:
        """Run every job that is due, one after the other."""
        for job in self._jobs:
            await self._run(job)

    async def _repeat(self, job: Job) -> None:
        while True:
            outcome = await self._run(job)
            has_run = job.scope is Scope.PROCESS or outcome in (JobOutcome.OK, JobOutcome.TIMED_OUT)
            pause = job.every if has_run else min(job.every, POLL_INTERVAL)
            await asyncio.sleep(pause.total_seconds())

    async def _run(self, job: Job) -> JobOutcome:
        outcome = await self._outcome(job)
        self._observer.observe(job, outcome)
        return outcome

    async def _outcome(self, job: Job) -> JobOutcome:
        timeout = asyncio.timeout(job.timeout.total_seconds())
        try:
            async with timeout:
                if job.scope is Scope.PROCESS:
                    await _run_to_end(job)
                elif not await self._run_claimed(job, timeout):
                    return JobOutcome.SKIPPED
        except Exception as error:  # noqa: BLE001  # the job runs again in the next period
            if timeout.expired():
                _LOG.warning("job %s was cancelled after %s", job.name, job.timeout)
                return JobOutcome.TIMED_OUT
            if isinstance(error, Unavailable):
                _LOG.warning("job %s failed: %s", job.name, error)
            else:
                _LOG.exception("job %s failed", job.name)
            return JobOutcome.FAILED
        return JobOutcome.OK

    async def _run_claimed(self, job: Job, timeout: asyncio.Timeout) -> bool:
        """Run a job if it is due and not claimed by another process; return whether it ran.

        The claim lasts as long as the job may take, and at least for its period. Then the job is
        due again, even after a crash. A job that the shutdown interrupts is due at once.
        """
        await self._end_claim(job)  # that of the last run, if the database was unavailable
        started_at = self._clock.now()
        until = started_at + max(job.every, job.timeout)
        if not await self._claims.claim(job.name, started_at, until):
            return False
        self._claimed[job.name] = until, started_at + job.every
        try:
            await _run_to_end(job)
        except asyncio.CancelledError:
            if not timeout.expired():
                self._claimed[job.name] = until, started_at
            raise
        finally:
            await self._end_claim(job)
        return True

    async def _end_claim(self, job: Job) -> None:
        """Make a claimed job due again, or leave that to the next run."""
        claimed = self._claimed.get(job.name)
        if claimed is not None:
            with suppress(Unavailable):
                await self._claims.schedule(job.name, *claimed)
                del self._claimed[job.name]


async def _run_to_end(job: Job) -> None:
    """Run a job. Raises ``WorkCancelled`` if it was cancelled by anything but its own task."""
    try:
        await job.run()
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():  # at the shutdown, or after the timeout
            raise
        raise WorkCancelled from error
