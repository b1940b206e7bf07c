"""Tests that processes that are killed at random fight each battle once."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.e2e.killed_battles import STORES


@pytest.mark.slow
@pytest.mark.parametrize("store", STORES)
async def test_four_processes_that_are_killed_fight_each_battle_once(store: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.e2e.killed_battles", "--store", store, "--seconds", "8"),
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
    )

    output, _ = await process.communicate()

    assert process.returncode == 0, output.decode()
