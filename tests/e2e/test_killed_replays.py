"""Tests that processes that are killed at random leave no work undone, and none done twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import databases
from tests.e2e.killed_replays import kill_at_random, write_script
from tests.e2e.test_replays import replayed


@pytest.mark.slow
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_four_processes_that_are_killed_leave_the_same_world(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    file = write_script(tmp_path)

    async with create_database(tmp_path) as database:
        kills = await kill_at_random(file, database, seconds=4, seed=1)
        left = await replayed(file, "--database", database)

    assert kills >= 4
    assert left["state"] == (await replayed(file))["state"]
