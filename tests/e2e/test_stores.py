"""Tests that rolls survive restarts, and that invalid databases are refused."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from subprocess import run

import pytest

from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.program import ROOT, TIMEOUT, environment, run_bot, run_to_its_end

pytestmark = pytest.mark.slow


async def suggested(table: Table) -> list[str]:
    typing = await table.channel_user.complete("roll", "pool1", "")
    return [str(choice["value"]) for choice in typing.choices]


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_a_roll_survives_a_restart_of_the_program(
    table: Table, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    async with create_database(tmp_path) as address:
        first = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
        try:
            await table.channel_user.slash("roll", pool1="3d6 # before")
            reachable = 'nazh_dependency_up{dependency="database"}'
            await first.metrics_when(lambda metrics: metrics.get(reachable) == 1)
            assert (await first.stop()).status == 0
        finally:
            first.kill()

        second = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
        try:
            async with asyncio.timeout(TIMEOUT):  # a busy machine may have no suggestions at first
                while "3d6 # before" not in await suggested(table):
                    pass
            assert (await second.stop()).status == 0
        finally:
            second.kill()


def test_the_usual_file_is_made_where_systemd_says(tmp_path: Path) -> None:
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    variables["STATE_DIRECTORY"] = str(tmp_path / "state")

    def db(*words: str) -> str:
        command = [sys.executable, "-m", "nazh", "db", *words]
        completed = run(
            command,
            env=variables,
            capture_output=True,
            text=True,
            check=True,
            timeout=TIMEOUT,
            cwd=tmp_path,
        )
        return completed.stdout

    db("upgrade")
    status = json.loads(db("status", "--json"))
    assert status["database"] == str(tmp_path / "state/nazh.sqlite3")
    assert status["rolls"] == 0


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("sqlite:////dev/null/nazh", 78, "cannot be opened"),
        ("postgresql://nazh:s3cr3t@127.0.0.1:1/nazh", 69, "postgresql://nazh:***@127.0.0.1:1/nazh"),
        ("mysql://nazh:s3cr3t@127.0.0.1/nazh", 78, "is not the address of a database"),
    ],
)
async def test_a_database_that_cannot_be_ends_with_a_sentence(
    table: Table, tmp_path: Path, address: str, status: int, sentence: str
) -> None:
    ended = await run_to_its_end(environment(table.discord, NAZH_DATABASE_URL=address), tmp_path)

    assert ended.status == status
    assert sentence in ended.errors
    assert "s3cr3t" not in ended.errors
    assert "Traceback" not in ended.errors
