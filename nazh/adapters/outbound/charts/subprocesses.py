"""Draws each chart in a separate process.

matplotlib takes tens of megabytes and half a second of CPU time. The process keeps both from
the bot, and if it hangs or crashes, only a picture is lost.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from dataclasses import asdict
from functools import cached_property
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final
from weakref import finalize

from nazh.application.shared.charts import AnyChart

MAX_PROCESSES: Final = 1
"""Pictures that are drawn at the same time; the others wait."""
MAX_WAITING: Final = 8
"""Pictures that may wait; further ones are not drawn."""
TIMEOUT: Final = 10.0
"""Seconds for one picture, including the wait."""
MAX_BYTES: Final = 1_000_000
_WORKER: Final = "nazh.adapters.outbound.charts.drawing"
_LOG: Final = logging.getLogger(__name__)


class SubprocessChartRenderer:
    """Draws charts; satisfies ``ChartRenderer``."""

    def __init__(self, worker: str = _WORKER, timeout: float = TIMEOUT) -> None:
        self._worker = worker
        self._timeout = timeout
        self._slots = asyncio.Semaphore(MAX_PROCESSES)
        self._active = 0

    async def draw(self, chart: AnyChart) -> bytes | None:
        if self._active >= MAX_PROCESSES + MAX_WAITING:
            _LOG.warning("a chart was not drawn: too many are waiting")
            return None
        self._active += 1
        try:
            async with asyncio.timeout(self._timeout), self._slots:
                return await self._draw(chart)
        except TimeoutError:
            _LOG.warning("a chart was not drawn within %s s", self._timeout)
        except OSError as error:
            _LOG.warning("no process could be started to draw a chart: %s", error)
        finally:
            self._active -= 1
        return None

    async def _draw(self, chart: AnyChart) -> bytes | None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", self._worker),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._environment,
        )
        try:
            picture, _ = await process.communicate(_form(chart))
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not picture or len(picture) > MAX_BYTES:
            _LOG.warning("a chart was not drawn: its process ended with %s", process.returncode)
            return None
        return picture

    @cached_property
    def _environment(self) -> dict[str, str]:
        """Return the environment of a drawing process.

        matplotlib caches its font list in the home directory. If that is read-only, as in a pod or
        under systemd, it would rebuild the list for each picture, a third of the work.
        """
        environment = {name: value for name, value in os.environ.items() if _is_not_secret(name)}
        if "MPLCONFIGDIR" not in environment and not os.access(os.path.expanduser("~"), os.W_OK):
            environment["MPLCONFIGDIR"] = mkdtemp(prefix="nazh-charts-")
            finalize(self, rmtree, environment["MPLCONFIGDIR"], ignore_errors=True)
        return environment


def _form(chart: AnyChart) -> bytes:
    return json.dumps({"kind": type(chart).__name__, **asdict(chart)}).encode()


def _is_not_secret(name: str) -> bool:
    # Tokens and database URLs are not passed on.
    return not name.startswith(("NAZH_", "DISCORD_"))
