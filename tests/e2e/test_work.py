"""Tests ``nazh work``, which does periodic work without Discord."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion import advance_world
from tests.e2e.conftest import Table
from tests.e2e.program import PAUSE, TIMEOUT, environment, first_line_of, launch
from tests.e2e.program import Program as RunningProgram
from tests.e2e.test_replays import replayed

pytestmark = pytest.mark.slow

WORK = (sys.executable, "-m", "nazh", "work")


@dataclass(frozen=True, slots=True)
class Working:
    """``nazh work`` for a world that a script has founded some hours ago."""

    program: RunningProgram
    script: Path
    database: Path

    def is_claimed(self) -> bool:
        """Return whether a process has claimed the world's advance, and not ended the claim."""
        query = "SELECT count(*) FROM jobs WHERE name = 'advance_dominion' AND due_at > ?"
        soon = microseconds(datetime.now(UTC) + advance_world.TIMEOUT / 2)
        with closing(sqlite3.connect(self.database)) as connection:
            (count,) = connection.execute(query, (soon,)).fetchone()
        return bool(count)


@asynccontextmanager
async def working(table: Table, folder: Path, hours: int) -> AsyncIterator[Working]:
    """Start it, and kill it at the end if it still runs."""
    founded = datetime.now(UTC) - timedelta(hours=hours)
    by = {"guild": 1, "user": 10, "as": "admin"}
    lines = [
        {"at": founded.isoformat(), **by, "command": "nation register",
         "options": {"name": "Aurelia"}},
        {"at": founded.isoformat(), **by, "command": "citizen register"},
    ]  # fmt: skip
    script, database = folder / "script.jsonl", folder / "world.sqlite3"
    script.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    await replayed(script, "--database", f"sqlite:///{database}")
    variables = environment(
        table.discord,
        NAZH_CONTEXTS="dice,dominion",
        NAZH_DATABASE_URL=f"sqlite:///{database}",
    )
    process = await launch(variables, folder, WORK)
    try:
        line, port = await first_line_of(process)
        yield Working(RunningProgram(process, port, line), script, database)
    finally:
        if process.returncode is None:
            process.kill()


@pytest.mark.usefixtures("short_periods")
async def test_it_advances_the_world_and_stops_on_sigterm(table: Table, tmp_path: Path) -> None:
    async with working(table, tmp_path, hours=5) as work:
        runs = 'nazh_job_runs_total{name="advance_dominion",outcome="ok"}'
        await work.program.metrics_when(lambda series: series.get(runs, 0) >= 1)
        assert await work.program.get("/readyz")
        ended = await work.program.stop()

    assert ended.status == 0
    assert "Traceback" not in ended.errors
    assert "nazh is ready" in ended.errors
    assert not list(table.discord.requests)
    world = await replayed(work.script, "--database", f"sqlite:///{work.database}")
    assert isinstance(world["nations"], list)
    assert world["nations"][0]["resources"] >= 1_000 + 4 * 150


async def test_a_job_that_is_interrupted_is_due_for_the_next_process(
    table: Table, tmp_path: Path
) -> None:
    async with working(table, tmp_path, hours=70) as work, asyncio.timeout(TIMEOUT):
        while not work.is_claimed():  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(PAUSE)
        ended = await work.program.stop()

    assert ended.status == 0
    assert not work.is_claimed()
