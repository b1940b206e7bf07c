"""Tests that memory does not grow with the number of servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import databases
from tests.e2e.conftest import OpenTable
from tests.e2e.program import run_bot

pytestmark = pytest.mark.slow

FEW, MANY = 10, 20_000
BYTES_OF_A_SERVER = 200
"""More than the start takes per server, and less than any stored record would."""
PAGE = 200
MEMORY = "process_resident_memory_bytes"


async def memory(open_table: OpenTable, cwd: Path, servers: int) -> float:
    """Return the memory of a process in this many servers, after a guild sync."""
    async with open_table() as table, databases.sqlite(cwd) as address:
        for number in range(servers):
            table.discord.guild(f"Keep {number}")
        program = await run_bot(table.discord, cwd, NAZH_DATABASE_URL=address)
        try:
            pages = servers // PAGE + 1
            await program.metrics_when(
                lambda _: len(table.discord.requests.find("GET", "/users/@me/guilds")) >= pages
            )
            await table.channel_user.slash("roll", pool1="2d6")
            metrics = await program.metrics()
            await program.stop()
        finally:
            program.kill()
    return metrics[MEMORY]


async def test_a_server_costs_no_memory(open_table: OpenTable, tmp_path: Path) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    many.mkdir()

    grown = await memory(open_table, many, MANY) - await memory(open_table, few, FEW)

    assert grown / (MANY - FEW) < BYTES_OF_A_SERVER
