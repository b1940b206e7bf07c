"""Tests ``nazh work``, which does periodic work without Discord."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.e2e.conftest import Table
from tests.e2e.program import Program as RunningProgram
from tests.e2e.program import environment, first_line_of, launch
from tests.e2e.test_replays import replayed

WORK = (sys.executable, "-m", "nazh", "work")


async def test_it_advances_the_world_and_stops_on_sigterm(table: Table, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    founded = now - timedelta(hours=5)
    by = {"guild": 1, "user": 10, "as": "admin"}
    lines = [
        {"at": founded.isoformat(), **by, "command": "nation register",
         "options": {"name": "Aurelia"}},
        {"at": founded.isoformat(), **by, "command": "citizen register"},
    ]  # fmt: skip
    file = tmp_path / "script.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    database = f"sqlite:///{tmp_path}/world.sqlite3"
    await replayed(file, "--database", database)
    variables = environment(
        table.discord, NAZH_CONTEXTS="dice,dominion", NAZH_DATABASE_URL=database
    )

    process = await launch(variables, tmp_path, WORK)
    try:
        line, port = await first_line_of(process)
        program = RunningProgram(process, port, line)
        runs = 'nazh_job_runs_total{name="advance_dominion",outcome="ok"}'
        await program.metrics_when(lambda series: series.get(runs, 0) >= 1)
        assert await program.get("/readyz")
        ended = await program.stop()
    finally:
        if process.returncode is None:
            process.kill()

    assert ended.status == 0
    assert "Traceback" not in ended.errors
    assert "nazh is ready" in ended.errors
    assert not list(table.discord.requests)
    world = await replayed(file, "--database", database)
    assert isinstance(world["nations"], list)
    assert world["nations"][0]["resources"] >= 1_000 + 4 * 150
