"""ChartProcesses: each picture is drawn in a process of its own, which ends with it.

matplotlib takes tens of megabytes and half a second of a processor. Neither is taken from the
bot: it hands the chart to a process and goes on, and what hangs or crashes there costs a picture.
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

from nazh.application.shared.charts import Chart

AT_ONCE: Final = 1
"""How many pictures are drawn at the same time; the others wait."""
WAITING: Final = 8
"""How many may wait; beyond that nothing is drawn."""
PATIENCE: Final = 10.0
"""Seconds for one picture, waiting included."""
MOST_BYTES: Final = 1_000_000
_WORKER: Final = "nazh.adapters.outbound.charts.drawing"
_LOG: Final = logging.getLogger(__name__)


class ChartProcesses:
    """Draws charts; satisfies ``Charts``."""

    def __init__(self, worker: str = _WORKER, patience: float = PATIENCE) -> None:
        self._worker = worker
        self._patience = patience
        self._room = asyncio.Semaphore(AT_ONCE)
        self._inside = 0

    async def draw(self, chart: Chart) -> bytes | None:
        if self._inside >= AT_ONCE + WAITING:
            _LOG.warning("a chart was not drawn: too many are waiting")
            return None
        self._inside += 1
        try:
            async with asyncio.timeout(self._patience), self._room:
                return await self._drawn(chart)
        except TimeoutError:
            _LOG.warning("a chart was not drawn within %s s", self._patience)
        except OSError as error:
            _LOG.warning("no process could be started to draw a chart: %s", error)
        finally:
            self._inside -= 1
        return None

    async def _drawn(self, chart: Chart) -> bytes | None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", self._worker),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._environment,
        )
        try:
            picture, _ = await process.communicate(json.dumps(asdict(chart)).encode())
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not picture or len(picture) > MOST_BYTES:
            _LOG.warning("a chart was not drawn: its process ended with %s", process.returncode)
            return None
        return picture

    @cached_property
    def _environment(self) -> dict[str, str]:
        """What a drawing process is told.

        matplotlib keeps the list of its fonts in the home. Where nothing can be kept there, as in a
        pod or under systemd, it would make it anew for each picture, a third of the work.
        """
        told = {name: value for name, value in os.environ.items() if _is_harmless(name)}
        if "MPLCONFIGDIR" not in told and not os.access(os.path.expanduser("~"), os.W_OK):
            told["MPLCONFIGDIR"] = mkdtemp(prefix="nazh-charts-")
            finalize(self, rmtree, told["MPLCONFIGDIR"], ignore_errors=True)
        return told


def _is_harmless(name: str) -> bool:
    # Tokens and database addresses are nothing that drawing has to know.
    return not name.startswith(("NAZH_", "DISCORD_"))
