"""Keeps faces running, each independently of the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from nazh.domain.keep.faces import (
    DEFAULT_POLICY,
    Ended,
    FaceState,
    NoRestart,
    RestartHistory,
    RestartPolicy,
    decide,
)
from nazh.domain.kernel.rng import Rng

_CHANCES: Final = 1_000
_LOG: Final = logging.getLogger(__name__)


class FaceProcesses(Protocol):
    """Runs the processes of faces. Different faces run concurrently."""

    async def run(self, face: str) -> int:
        """Run a face and return its exit status, negative for a signal. Never raises.

        Cancelling it stops the process and waits for its end.
        """
        ...


@dataclass(slots=True)
class FaceStatus:
    """The current state of a face, and how often it was restarted."""

    state: FaceState = FaceState.RUNNING
    restarts: int = 0


class SuperviseFaces:
    """Starts every face, and restarts crashed faces according to ``policy``.

    ``statuses`` contains the current status of each face.
    """

    def __init__(
        self,
        processes: FaceProcesses,
        faces: Iterable[str],
        rng: Rng,
        policy: RestartPolicy = DEFAULT_POLICY,
    ) -> None:
        self._processes = processes
        self._rng = rng
        self._policy = policy
        self.statuses = {face: FaceStatus() for face in faces}

    async def __call__(self) -> None:
        """Supervise until no face is left to run. Cancelling it stops all faces."""
        async with asyncio.TaskGroup() as faces:
            for face, status in self.statuses.items():
                faces.create_task(self._supervise(face, status))

    async def _supervise(self, face: str, status: FaceStatus) -> None:
        history = RestartHistory()
        while True:
            status.state = FaceState.RUNNING
            ended = await self._run(face)
            chance = self._rng.below(_CHANCES) / _CHANCES
            decision = decide(ended, history, self._policy, chance)
            if isinstance(decision, NoRestart):
                status.state = decision.state
                level = logging.ERROR if decision.state.needs_operator else logging.WARNING
                _LOG.log(
                    level,
                    "face %s ended with status %d, and is %s",
                    *(face, ended.status, decision.state.value),
                )
                return
            history = decision.history
            status.state = FaceState.WAITING
            _LOG.warning(
                "face %s ended with status %d, and is started again in %.1f s",
                *(face, ended.status, decision.delay),
            )
            await asyncio.sleep(decision.delay)
            status.restarts += 1

    async def _run(self, face: str) -> Ended:
        clock = asyncio.get_running_loop().time
        started = clock()
        status = await self._processes.run(face)
        return Ended(status, clock() - started, clock())
