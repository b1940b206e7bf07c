"""Defines periodic jobs and the processes they run in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Protocol

MAX_CLOCK_DIFFERENCE: Final = timedelta(minutes=5)
"""How much longer a claim may last than a new one would. A claim beyond that was made by a clock
that was ahead, and would otherwise keep the job from running until then."""


class Scope(Enum):
    """The processes in which each run of a job takes place."""

    PROCESS = "process"  # in every process
    CLUSTER = "cluster"  # in one of the processes that share a database


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is repeated every ``every``, and cancelled after ``timeout``.

    ``name`` is a label of metrics and the key of a CLUSTER job in the database. ``run`` may raise:
    the failure is logged and counted, and the next run follows on time.
    """

    name: str
    every: timedelta
    run: Callable[[], Awaitable[None]]
    scope: Scope = Scope.PROCESS
    timeout: timedelta = timedelta(minutes=10)


def is_due(due_at: datetime, now: datetime, until: datetime) -> bool:
    """Return whether a job that was due at an instant may be claimed ``now``, ``until`` another."""
    return due_at <= now or due_at > until + MAX_CLOCK_DIFFERENCE


class JobOutcome(Enum):
    """How a run of a job ended."""

    OK = "ok"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"  # not due yet, or run by another process


class JobClaims(Protocol):
    """Decides which process runs a job that is due."""

    async def claim(self, name: str, now: datetime, until: datetime) -> bool:
        """Claim a job; return whether it is due, as in ``is_due``, and the caller may run it.

        Only one of several callers gets ``True``, and no other caller before ``until``. A job that
        was never claimed is due. Raises ``Unavailable``.
        """
        ...

    async def schedule(self, name: str, claimed_until: datetime, due_at: datetime) -> None:
        """Set the instant from which a claimed job is due again.

        Does nothing unless the last claim was made ``until`` this instant, because another process
        may have claimed the job since. Raises ``Unavailable``.
        """
        ...


class JobObserver(Protocol):
    """Observes the runs of jobs. Never raises."""

    def expect(self, job: Job) -> None:
        """Record that this process runs the job from now on."""
        ...

    def observe(self, job: Job, outcome: JobOutcome) -> None:
        """Count one run."""
        ...
