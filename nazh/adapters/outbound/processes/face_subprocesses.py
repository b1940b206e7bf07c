"""Runs each face as a process of this program, with its own environment."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

GRACE: Final = 10.0
"""Seconds for a process to end after SIGTERM; after that it is killed."""
COMMAND: Final = (sys.executable, "-m", "nazh", "run", "--until-stdin-closes")
"""If the supervisor is killed, standard input closes, and the face stops."""
CANNOT_START: Final = 71
"""The exit status of a process that the system could not start."""
_LOG: Final = logging.getLogger(__name__)


class FaceSubprocesses:
    """Runs faces; satisfies ``FaceProcesses``. ``environments`` maps their names."""

    def __init__(
        self,
        environments: Mapping[str, Mapping[str, str]],
        command: Sequence[str] = COMMAND,
        grace: float = GRACE,
    ) -> None:
        self._environments = environments
        self._command = command
        self._grace = grace

    async def run(self, face: str) -> int:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                env=dict(self._environments[face]),
                stdin=asyncio.subprocess.PIPE,
                start_new_session=True,  # a Ctrl-C reaches the supervisor only, which stops it
            )
        except OSError as error:
            _LOG.error("face %s cannot be started: %s", face, error.strerror)
            return CANNOT_START
        _LOG.info("face %s is process %d", face, process.pid)
        try:
            return await process.wait()
        finally:
            if process.returncode is None:
                await self._stop(face, process)

    async def _stop(self, face: str, process: asyncio.subprocess.Process) -> None:
        try:
            process.terminate()
            async with asyncio.timeout(self._grace):
                await process.wait()
        except TimeoutError:
            _LOG.warning("face %s did not end within %g s, and is killed", face, self._grace)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
