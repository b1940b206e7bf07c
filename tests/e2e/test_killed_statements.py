"""Tests that a replay leaves the same world after a kill at any statement, and in small steps."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from tests import databases
from tests.e2e.killed_replays import write_script
from tests.e2e.killed_statements import LAST, kill_at_each
from tests.e2e.test_replays import replayed

_RNG: Final = random.Random(1)  # a seed repeats the choices
FIRST: Final = range(1, LAST + 1)
SOME: Final = sorted(_RNG.sample(FIRST, 12))
LATER: Final = sorted(_RNG.sample(range(LAST + 1, 250), 4))
"""Statements of the periodic work, among others."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("store", "statements"),
    [
        pytest.param("sqlite", (*FIRST, *LATER), id="sqlite"),
        # All of them: python -m tests.e2e.killed_statements --store postgresql
        pytest.param("postgresql", (*SOME, *LATER), id="postgresql"),
    ],
)
async def test_a_kill_at_any_statement_leaves_the_same_world(
    tmp_path: Path, store: str, statements: tuple[int, ...]
) -> None:
    assert await kill_at_each(store, statements, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_steps_of_a_minute_leave_the_same_world(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    file = write_script(tmp_path)
    async with create_database(tmp_path) as address:
        stepped = await replayed(file, "--database", address, "--step", "60s")

    assert stepped == await replayed(file)
